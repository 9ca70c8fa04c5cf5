import Planning
import TestSupport
import Testing

/// The nodes that rollouts are made of: their ids, which are stable, and what they wait for (design 8).
@Suite("The nodes of rollouts")
struct RolloutExpansionTests {
  private static func ids(_ runbook: String) -> String {
    let (plan, diagnostics) = Reading.plan(runbook)
    #expect(!diagnostics.hasErrors)
    return plan.nodes.dropFirst().map { String($0.id.dropFirst("ship/".count)) }.joined(separator: "\n")
  }

  @Test("of the shortest BlueGreen")
  func blueGreen() {
    #expect(
      Self.ids(StrategyRunbook.blueGreen.text()) == """
        lock
        before
        preflight
        deploy
        verify
        guard
        switch
        confirm
        soak
        drift
        after
        undo-switch
        undo-confirm
        undo-check
        """)
  }

  @Test("of BlueGreen with every key that makes nodes")
  func blueGreenWithEverything() {
    #expect(
      Self.ids(StrategyRunbook.blueGreen.text(StrategyRunbook.blueGreen.everyKey)) == """
        lock
        before
        preflight
        deploy
        verify
        smoke
        approve
        watch
        guard
        switch
        confirm
        soak
        drift
        soak/approve
        soak/watch
        retire
        after
        capture
        undo-switch
        undo-confirm
        undo-check
        undo-deploy
        """)
  }

  @Test("of the shortest Canary")
  func canary() {
    #expect(
      Self.ids(StrategyRunbook.canary.text()) == """
        lock
        before
        deploy
        verify
        step-1/guard
        step-1/shift
        step-1/confirm
        step-1/analyse
        step-2/guard
        step-2/shift
        step-2/confirm
        step-2/analyse
        step-3/guard
        step-3/shift
        step-3/confirm
        step-3/analyse
        promote/guard
        promote
        promote/confirm
        soak
        drift
        after
        undo-shift
        undo-confirm
        drain
        """)
  }

  @Test("of Canary with every key that makes nodes")
  func canaryWithEverything() {
    #expect(
      Self.ids(StrategyRunbook.canary.text(StrategyRunbook.canary.everyKey)) == """
        lock
        before
        preflight
        deploy
        verify
        step-1/guard
        step-1/shift
        step-1/confirm
        step-1/analyse
        step-1/stable
        step-1/errors
        step-1/errors/baseline
        step-1/latency
        step-2/guard
        step-2/shift
        step-2/confirm
        step-2/analyse
        step-2/stable
        step-2/errors
        step-2/errors/baseline
        step-2/latency
        step-2/approve
        step-2/watch
        step-2/watch/errors
        step-2/watch/errors/baseline
        step-2/watch/latency
        step-3/guard
        step-3/shift
        step-3/confirm
        step-3/analyse
        step-3/stable
        step-3/errors
        step-3/errors/baseline
        step-3/latency
        promote/guard
        promote
        promote/confirm
        soak
        drift
        retire
        after
        capture
        forward-hold
        undo-promote
        undo-shift
        undo-confirm
        undo-check
        drain
        undo-deploy
        """)
  }

  @Test("of the shortest Progressive")
  func progressive() {
    #expect(
      Self.ids(StrategyRunbook.progressive.text()) == """
        lock
        preflight/web1
        preflight/web2
        preflight/web3
        preflight/web4
        batch-1/web1/update
        batch-1/web1/verify
        batch-1/gate/web1
        batch-1/pause
        batch-1/watch/web1
        batch-2/web2/update
        batch-2/web2/verify
        batch-2/gate/web1
        batch-2/gate/web2
        batch-2/pause
        batch-2/watch/web1
        batch-2/watch/web2
        batch-3/web3/update
        batch-3/web3/verify
        batch-3/gate/web1
        batch-3/gate/web2
        batch-3/gate/web3
        batch-3/pause
        batch-3/watch/web1
        batch-3/watch/web2
        batch-3/watch/web3
        batch-4/web4/update
        batch-4/web4/verify
        batch-4/gate/web1
        batch-4/gate/web2
        batch-4/gate/web3
        batch-4/gate/web4
        soak/web1
        soak/web2
        soak/web3
        soak/web4
        revert/web4
        revert/web4/verify
        revert/web3
        revert/web3/verify
        revert/web2
        revert/web2/verify
        revert/web1
        revert/web1/verify
        """)
  }

  @Test("of Progressive with every key that makes nodes")
  func progressiveWithEverything() {
    #expect(
      Self.ids(StrategyRunbook.progressive.text(StrategyRunbook.progressive.everyKey)) == """
        lock
        preflight/web4
        preflight/web3
        preflight/web2
        preflight/web1
        batch-1/web4/current
        batch-1/web4/drain
        batch-1/web4/update
        batch-1/web4/verify
        batch-1/web4/restore
        batch-1/web3/current
        batch-1/web3/drain
        batch-1/web3/update
        batch-1/web3/verify
        batch-1/web3/restore
        batch-1/gate
        batch-1/pause
        batch-1/watch
        batch-1/approve
        batch-2/web2/current
        batch-2/web2/drain
        batch-2/web2/update
        batch-2/web2/verify
        batch-2/web2/restore
        batch-2/web1/current
        batch-2/web1/drain
        batch-2/web1/update
        batch-2/web1/verify
        batch-2/web1/restore
        batch-2/gate
        batch-2/approve
        batch-2/watch
        soak
        soak/approve
        soak/watch
        capture
        revert/web2
        revert/web2/verify
        revert/web2/restore
        revert/web1
        revert/web1/verify
        revert/web1/restore
        revert/web4
        revert/web4/verify
        revert/web4/restore
        revert/web3
        revert/web3/verify
        revert/web3/restore
        """)
  }

  // MARK: - Edges

  private static func edges(_ runbook: String) -> String {
    let plan = Reading.plan(runbook).plan
    return plan.nodes.dropFirst().map { node in
      let entries = node.entries.map { plan.text(of: $0).replacing("ship/", with: "") }
      return ([String(node.id.dropFirst("ship/".count)) + ":"] + entries).joined(separator: " ")
    }.joined(separator: "\n")
  }

  @Test("of BlueGreen go on beside each other, and back from where they stand")
  func edgesOfBlueGreen() {
    #expect(
      Self.edges(StrategyRunbook.blueGreen.text(StrategyRunbook.blueGreen.everyKey)) == """
        lock:
        before: lock
        preflight: before
        deploy: preflight
        verify: deploy
        smoke: verify
        approve: smoke
        watch: smoke
        guard: approve watch
        switch: guard
        confirm: switch
        soak: confirm
        drift: confirm
        soak/approve: soak drift
        soak/watch: soak drift
        retire: soak/approve soak/watch
        after: retire
        capture: verify:failure smoke:failure soak:failure
        undo-switch: switch:failure confirm:failure soak:failure soak/approve:failure
        undo-confirm: undo-switch
        undo-check: undo-confirm
        undo-deploy: undo-check:success deploy:failure verify:failure smoke:failure approve:failure
        """)
  }

  @Test("of Canary are analysed beside each other")
  func edgesOfCanary() {
    #expect(
      Self.edges(StrategyRunbook.canary.text("steps = [10]\nstable_check = \"./stable.sh\"\napprove = true")) == """
        lock:
        before: lock
        preflight: before
        deploy: preflight
        verify: deploy
        step-1/guard: verify
        step-1/shift: step-1/guard
        step-1/confirm: step-1/shift
        step-1/analyse: step-1/confirm
        step-1/stable: step-1/confirm
        step-1/approve: step-1/analyse step-1/stable
        step-1/watch: step-1/analyse step-1/stable
        promote/guard: step-1/approve step-1/watch
        promote: promote/guard
        promote/confirm: promote
        soak: promote/confirm
        drift: promote/confirm
        after: soak drift
        undo-shift: step-1/shift:failure step-1/confirm:failure step-1/analyse:failure step-1/approve:failure promote:failure promote/confirm:failure soak:failure
        undo-confirm: undo-shift
        undo-check: undo-confirm
        drain: undo-check
        """)
  }

  @Test("of Progressive go target by target, batch by batch")
  func edgesOfProgressive() {
    #expect(
      Self.edges(StrategyRunbook.progressive.text("batches = [\"50%\"]\nrestore = \"./in.sh\"\nsoak = 0")) == """
        lock:
        preflight/web1: lock
        preflight/web2: lock
        preflight/web3: lock
        preflight/web4: lock
        batch-1/web1/update: preflight/web1 preflight/web2 preflight/web3 preflight/web4
        batch-1/web1/verify: batch-1/web1/update
        batch-1/web1/restore: batch-1/web1/verify
        batch-1/web2/update: preflight/web1 preflight/web2 preflight/web3 preflight/web4
        batch-1/web2/verify: batch-1/web2/update
        batch-1/web2/restore: batch-1/web2/verify
        batch-1/gate/web1: batch-1/web1/restore batch-1/web2/restore
        batch-1/gate/web2: batch-1/web1/restore batch-1/web2/restore
        batch-1/pause: batch-1/gate/web1 batch-1/gate/web2
        batch-1/watch/web1: batch-1/gate/web1 batch-1/gate/web2
        batch-1/watch/web2: batch-1/gate/web1 batch-1/gate/web2
        batch-2/web3/update: batch-1/pause batch-1/watch/web1 batch-1/watch/web2
        batch-2/web3/verify: batch-2/web3/update
        batch-2/web3/restore: batch-2/web3/verify
        batch-2/web4/update: batch-1/pause batch-1/watch/web1 batch-1/watch/web2
        batch-2/web4/verify: batch-2/web4/update
        batch-2/web4/restore: batch-2/web4/verify
        batch-2/gate/web1: batch-2/web3/restore batch-2/web4/restore
        batch-2/gate/web2: batch-2/web3/restore batch-2/web4/restore
        batch-2/gate/web3: batch-2/web3/restore batch-2/web4/restore
        batch-2/gate/web4: batch-2/web3/restore batch-2/web4/restore
        revert/web3: batch-2/web3/update:failure batch-2/web3/verify:failure batch-2/web3/restore:failure
        revert/web3/verify: revert/web3
        revert/web3/restore: revert/web3/verify
        revert/web4: batch-2/web4/update:failure batch-2/web4/verify:failure batch-2/web4/restore:failure
        revert/web4/verify: revert/web4
        revert/web4/restore: revert/web4/verify
        revert/web1: batch-1/web1/update:failure batch-1/web1/verify:failure batch-1/web1/restore:failure
        revert/web1/verify: revert/web1
        revert/web1/restore: revert/web1/verify
        revert/web2: batch-1/web2/update:failure batch-1/web2/verify:failure batch-1/web2/restore:failure
        revert/web2/verify: revert/web2
        revert/web2/restore: revert/web2/verify
        """)
  }

  // MARK: - What they are

  @Test("carry the values that are known")
  func knownValues() {
    let plan = Reading.plan(
      StrategyRunbook.canary.text("previous = \"1.9\"\ncleanup = \"./rm {{ rollout.previous }}\"")
    ).plan
    func command(_ id: String) -> String? { plan.index(of: id).map { plan.nodes[$0].summary } }
    #expect(command("ship/step-2/shift") == "./lb.sh canary-weight '25'")
    #expect(command("ship/promote") == "./lb.sh canary-weight '100'")
    #expect(command("ship/undo-shift") == "./lb.sh canary-weight '0'")
    #expect(command("ship/undo-deploy") == "./rm '1.9'")
  }

  @Test("need the version before only where something reads it")
  func previous() throws {
    func needs(_ runbook: String) throws -> Bool {
      try #require(Reading.plan(runbook).plan.rollout(0)).strategy.needsPrevious
    }
    #expect(try needs(StrategyRunbook.progressive.text()))
    #expect(try !needs(StrategyRunbook.canary.text()))
  }

  @Test("take lists from variables")
  func listsOfVariables() throws {
    let text = """
      [variables]
      HOSTS = ["a", "b", "c"]
      STEPS = [1, 10]
      [fleet]
      type = "Progressive"
      target = "fleet"
      targets = "{{ HOSTS }}"
      batches = "{{ ['34%'] }}"
      update = "./u.sh {{ rollout.target }}"
      check = "none"
      on_failure = "halt"
      [ship]
      type = "Canary"
      target = "api"
      steps = "{{ STEPS }}"
      hold = "{{ ['1m', '2m'] }}"
      deploy = "./d.sh"
      shift = "./s.sh {{ rollout.weight }}"
      weight = "./w.sh"
      check = "none"
      """
    let (plan, diagnostics) = Reading.plan(text)
    #expect(diagnostics.items.isEmpty)
    let fleet = try #require(plan.rollout(0)).strategy
    #expect(fleet.targets.map { "\($0.name)\($0.batch)" } == ["a1", "b2", "c3"])
    let ship = try #require(plan.index(of: "ship").flatMap { plan.rollout($0) }).strategy
    #expect(ship.weights == [1, 10])
    #expect(ship.holds.map(\.usual) == [.seconds(60), .seconds(120)])
    #expect(ship.holds.map(\.longest) == [.seconds(180), .seconds(360)])
  }

  static let sizes: [(count: Int, batches: String, expected: [Int])] = [
    (4, "[1, \"25%\"]", [1, 1, 1, 1]), (10, "[1, \"25%\"]", [1, 2, 2, 2, 2, 1]), (3, "[1, \"10%\"]", [1, 1, 1]),
    (5, "[\"50%\"]", [2, 2, 1]), (5, "[9]", [5]), (7, "[1, 2, 3]", [1, 2, 3, 1]), (2, "[\"100%\"]", [2]),
  ]

  @Test("come in batches: percentages of all, rounded down, at least one; the last repeats", arguments: sizes)
  func batchSizes(count: Int, batches: String, expected: [Int]) throws {
    let names = (1...count).map { "\"t\($0)\"" }.joined(separator: ", ")
    let text = """
      [ship]
      type = "Progressive"
      target = "x"
      targets = [\(names)]
      batches = \(batches)
      update = "./u.sh"
      check = "none"
      on_failure = "halt"
      """
    let strategy = try #require(Reading.plan(text).plan.rollout(0)).strategy
    #expect(strategy.batches.map { batch in strategy.targets.count { $0.batch == batch } } == expected)
    #expect(strategy.minAvailable == count - (expected.max() ?? 0))
  }

  @Test("come in another order where the runbook says so, the same one in every plan")
  func orders() throws {
    func names(_ lines: String, version: String = "2.0") throws -> [String] {
      let plan = Reading.plan(StrategyRunbook.progressive.text(lines), variables: ["VERSION": version]).plan
      return try #require(plan.rollout(0)).strategy.targets.map(\.name)
    }
    #expect(try names("order = \"listed\"") == ["web1", "web2", "web3", "web4"])
    #expect(try names("order = \"reverse\"") == ["web4", "web3", "web2", "web1"])
    let shuffled = try names("order = \"shuffle\"")
    #expect(shuffled.sorted() == ["web1", "web2", "web3", "web4"])
    #expect(try names("order = \"shuffle\"") == shuffled)
    let others = try (0..<20).map { try names("order = \"shuffle\"", version: "3.\($0)") }
    #expect(Set(others).count > 5)
  }
}
