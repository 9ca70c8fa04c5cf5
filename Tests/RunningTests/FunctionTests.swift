import Planning
import Running
import TestSupport
import Testing
import Values

/// Functions that act, as the engine sees them (design 3.4).
@Suite("Functions that act")
struct FunctionTests {
  private static func rehearse(
    _ text: String, _ scripts: [String: FakeWorld.Script] = [:], signals: [(at: Duration, signal: RunSignal)] = []
  ) -> Rehearsal {
    let (plan, diagnostics) = Reading.plan(text)
    #expect(!diagnostics.hasErrors, "\(diagnostics.items.map(\.message))")
    return Rehearsal.run(plan, scripts: scripts, signals: signals)
  }

  private static let write = "[a]\nfunction = \"write_file\"\nparams = { path = \"x\", content = \"y\" }\n"

  @Test("one that has changed nothing leaves the node unchanged, and is not undone")
  func unchanged() {
    let text = Self.write + "rollback = \"undo\"\n[b]\ncommand = \"x\"\n"
    let run = Self.rehearse(text, ["a": .init(.done(unchanged: "so")), "b": .init(.exited(1))])
    #expect(run.summary == "a unchanged, b failed")
    #expect(run.reasons["a"] == .nothingToChange("so"))
    #expect(run.started == ["a", "b"] && run.finish.withoutRollback.isEmpty)
    let changed = Self.rehearse(text, ["b": .init(.exited(1))])
    #expect(changed.started == ["a", "b", "a!rollback"])
  }

  @Test("one that found nothing to change only after an attempt that failed is undone")
  func later() {
    let text = Self.write + "retry = { attempts = 2, delay = 1 }\nrollback = \"undo\"\n[b]\ncommand = \"x\"\n"
    let failure = FunctionFailure(.file, "no")
    let run = Self.rehearse(
      text,
      ["a#1": .init(.functionFailed(failure)), "a#2": .init(.done(unchanged: "so")), "b": .init(.exited(1))])
    #expect(run.started == ["a", "a", "b", "a!rollback"])
  }

  @Test("a failure that is not worth another attempt has none")
  func final() {
    let text = Self.write + "retry = { attempts = 3, delay = 1 }\n"
    let failure = FunctionFailure(.pluginError, "no", isWorthRetrying: false)
    let run = Self.rehearse(text, ["a": .init(.functionFailed(failure))])
    #expect(run.started == ["a"] && run.reasons["a"] == .functionFailed(failure))
    let again = Self.rehearse(text, ["a": .init(.functionFailed(FunctionFailure(.file, "no")))])
    #expect(again.started == ["a", "a", "a"])
  }

  @Test("its node's time ends it, and a signal does")
  func ended() {
    let text = "[a]\nfunction = \"wait_for\"\nparams = { file = \"x\" }\ntimeout = 5\n"
    let late = Self.rehearse(text, ["a": .endless()])
    #expect(late.reasons["a"] == .timedOut("5s") && late.ends == ["a: terminate"])
    let cut = Self.rehearse(text, ["a": .endless()], signals: [(.seconds(1), .interrupt)])
    #expect(cut.reasons["a"] == .interrupted(.interrupt))
  }

  @Test("the names for what comes of functions that the engine carries out are evaluated too")
  func outputs() {
    let text =
      "[a]\nfunction = \"noop\"\noutputs = { x = \"{{ 1 + 1 }}\" }\n[b]\ncommand = \"echo {{ nodes.a.outputs.x }}\"\n"
    #expect(Self.rehearse(text).commands == ["echo '2'"])
    let wrong = text.replacing("{{ 1 + 1 }}", with: "{{ result.outputs.none + 1 }}")
    #expect(Self.rehearse(wrong).summary == "a failed, b blocked")
  }

  @Test("a time without an end is bounded where nobody says one")
  func bounded() {
    let text = "[a]\nfunction = \"wait_for\"\nparams = { file = \"x\" }\n"
    func limit(_ run: Rehearsal) -> Duration? {
      for effect in run.effects {
        if case .start(_, _, _, .builtin(.waitFor(let waiting))) = effect { return waiting.timeout }
      }
      return nil
    }
    #expect(limit(Self.rehearse(text)) == .seconds(300))
    #expect(limit(Self.rehearse(text + "timeout = \"1h\"\n")) == nil)
  }
}
