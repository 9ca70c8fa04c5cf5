import Running

/// The graphs that every build of the engine must get right: entries, transparency, lifting, handlers, end nodes.
extension GraphCase {
  /// Every one of them.
  public static let all = linear + conditional + handlers

  private static let linear: [GraphCase] = [
    GraphCase(
      name: "G1: a skipped node is transparent, the one before it fails",
      runbook: nodes("[build]\n[tests]\nskip = true\n[deploy]"),
      scripts: ["build": .fails],
      outcome: "build failed, deploy blocked, tests blocked", status: .failed),
    GraphCase(
      name: "G1: a skipped node is transparent, the one before it succeeds",
      runbook: nodes("[build]\n[tests]\nskip = true\n[deploy]"),
      outcome: "build succeeded, deploy succeeded, tests skipped"),
    GraphCase(
      name: "G1: a condition that is false on variables alone",
      runbook: "[variables]\nE = \"dev\"\n"
        + nodes("[build]\n[tests]\nwhen = \"E == 'prod'\"\n[deploy]"),
      outcome: "build succeeded, deploy succeeded, tests skipped"),
    GraphCase(
      name: "G4: asking about another node lifts nothing",
      runbook: nodes("[build]\n[tests]\n[deploy]\nwhen = \"not has_failed('tests')\""),
      scripts: ["build": .fails],
      outcome: "build failed, deploy blocked, tests blocked", status: .failed),
    GraphCase(
      name: "G6: a failure that is allowed",
      runbook: nodes("[lint]\nallow_failure = true\n[build]\n[deploy]"),
      scripts: ["lint": .fails],
      outcome: "build succeeded, deploy succeeded, lint failed"),
    GraphCase(
      name: "G7: a single success entry means the same as a plain one",
      runbook: "[runbook]\non_failure = \"continue\"\n"
        + nodes("[deploy]\n[announce]\ndepends_on = \"deploy:success\"\n[archive]"),
      scripts: ["deploy": .fails],
      outcome: "announce blocked, archive blocked, deploy failed", status: .failed),
    GraphCase(
      name: "G8: reading a result is a plain entry",
      runbook: """
        [runbook]
        on_failure = "continue"
        [build]
        command = "work"
        [lint]
        command = "work"
        depends_on = []
        [deploy]
        command = "deploy {{ nodes.build.stdout }}"
        depends_on = ["lint"]
        """,
      scripts: ["build": FakeWorld.Script(.exited(1), stdout: "v1")],
      outcome: "build failed, deploy blocked, lint succeeded", status: .failed),
  ]

  private static let parallel = nodes(
    "[a]\n[lint]\ndepends_on = []\n[tests]\ndepends_on = [\"a\"]\n[deploy]\n"
      + "depends_on = [\"tests:success\", \"tests:skipped\"]")
  private static let fallback = nodes(
    "[primary]\n[fallback]\ndepends_on = \"primary:failure\"\n[go_on]\n"
      + "depends_on = [\"primary:success\", \"fallback:success\"]")
  private static let either = nodes(
    "[build]\n[tests]\ndepends_on = []\n[deploy]\ndepends_on = [\"build:success\", \"tests:success\"]")

  private static let conditional: [GraphCase] = [
    GraphCase(
      name: "G5: nothing that it answers has failed, so it does not start under stop",
      runbook: parallel, scripts: ["lint": FakeWorld.Script(.exited(1), after: .milliseconds(1500))],
      releases: [("lint", "▸ tests:"), ("tests", "lint failed")],
      outcome: "a succeeded, deploy blocked, lint failed, tests succeeded", status: .failed),
    GraphCase(
      name: "G5: under continue it starts",
      runbook: "[runbook]\non_failure = \"continue\"\n" + parallel,
      scripts: ["lint": FakeWorld.Script(.exited(1), after: .milliseconds(1500))],
      releases: [("lint", "▸ tests:"), ("tests", "lint failed")],
      outcome: "a succeeded, deploy succeeded, lint failed, tests succeeded", status: .failed),
    GraphCase(
      name: "G12: another way instead of failing",
      runbook: fallback.replacing("[primary]", with: "[primary]\nallow_failure = true"),
      scripts: ["primary": .fails],
      outcome: "fallback succeeded, go_on succeeded, primary failed"),
    GraphCase(
      name: "G12: another way after a failure that counts",
      runbook: fallback, scripts: ["primary": .fails],
      outcome: "fallback succeeded, go_on succeeded, primary failed", status: .failed),
    GraphCase(
      name: "G12: nothing fails",
      runbook: fallback, outcome: "fallback skipped, go_on succeeded, primary succeeded"),
    GraphCase(
      name: "G18: one of two is enough, whatever becomes of the other",
      runbook: either, scripts: ["tests": FakeWorld.Script(.exited(1), after: .seconds(9))],
      releases: [("tests", "✓ deploy")],
      outcome: "build succeeded, deploy succeeded, tests failed", status: .failed),
    GraphCase(
      name: "G18: join = all waits for both",
      runbook: either + "\njoin = \"all\"", scripts: ["tests": FakeWorld.Script(.exited(1), after: .seconds(9))],
      releases: [("tests", "✓ build")],
      outcome: "build succeeded, deploy blocked, tests failed", status: .failed),
  ]

  private static let undo = nodes(
    "[build]\n[deploy]\n[undo]\nwhen = \"has_failed('deploy')\"\n[announce]\n[drop_old]")
  private static let undoEither = nodes(
    "[build]\n[deploy]\n[smoke]\n[undo]\nwhen = \"has_failed('deploy') or has_failed('smoke')\"")

  private static let handlers: [GraphCase] = [
    GraphCase(
      name: "G2: only the handler runs", runbook: undo, scripts: ["deploy": .fails],
      outcome: "announce blocked, build succeeded, deploy failed, drop_old blocked, undo succeeded", status: .failed),
    GraphCase(
      name: "G3: the handler is passed over", runbook: undo,
      outcome: "announce succeeded, build succeeded, deploy succeeded, drop_old succeeded, undo skipped"),
    GraphCase(
      name: "G11: an end node runs after everything else",
      runbook: nodes("[deploy]\n[smoke]\n[tell]\nwhen = \"failure()\""), scripts: ["smoke": .fails],
      outcome: "deploy succeeded, smoke failed, tell succeeded", status: .failed),
    GraphCase(
      name: "G11: an end node has nothing to tell",
      runbook: nodes("[deploy]\n[smoke]\n[tell]\nwhen = \"failure()\""),
      outcome: "deploy succeeded, smoke succeeded, tell skipped"),
    GraphCase(
      name: "G19: lifting reads through what was blocked", runbook: undoEither, scripts: ["deploy": .fails],
      outcome: "build succeeded, deploy failed, smoke blocked, undo succeeded", status: .failed),
    GraphCase(
      name: "G19: but not through another failure", runbook: undoEither, scripts: ["build": .fails],
      outcome: "build failed, deploy blocked, smoke blocked, undo blocked", status: .failed),
    GraphCase(
      name: "G19: the second of the two", runbook: undoEither, scripts: ["smoke": .fails],
      outcome: "build succeeded, deploy succeeded, smoke failed, undo succeeded", status: .failed),
  ]
}
