import Foundation
import TestSupport

/// A site of two sides made of files, for rollouts of the built program: `live` has the colour, `COLOUR.version` what runs there.
struct RolloutSite {
  var program: Program

  /// A site whose traffic goes to blue, and a runbook with further keys of its rollout; `before` stands before it.
  init(_ keys: String = "", before: String = "") {
    program = Program(Self.runbook(keys, before: before))
    program.folder.write("blue\n", to: "live")
    program.folder.write("", to: "healthy")
    program.folder.write("", to: "hook")
  }

  static func runbook(_ keys: String = "", before: String = "") -> String {
    """
    \(before)
    [variables]
    VERSION = "1.0"
    [ship]
    type = "BlueGreen"
    target = "api@prod"
    active = "cat live"
    deploy = "echo {{ VERSION }} > {{ rollout.idle }}.version; . ./hook"
    check = "test -e healthy"
    switch = "echo {{ rollout.to }} > live"
    interval = "10ms"
    min_healthy = "20ms"
    deadline = "2s"
    soak = 0
    depends_on = []
    \(keys)
    """
  }

  /// The colour that has the traffic, and the version that runs there.
  var traffic: String {
    let live = text("live")
    return "\(live) \(text("\(live).version"))"
  }

  func text(_ file: String) -> String {
    (program.folder.read(file) ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func rollOut(_ version: String, _ more: String...) -> Program.Result {
    program.run(["run", "--quiet", "--var", "VERSION=\(version)"] + more)
  }

  var audit: String { program.folder.read("deploy.audit.jsonl") ?? "" }
}

extension Program.Result {
  /// The run's id, as it was printed at the end.
  var run: String { error.firstMatch(of: /\n  run (\w+)/).map { String($0.1) } ?? "" }
}
