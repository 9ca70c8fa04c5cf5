internal import Effects
internal import Notifications
internal import Planning
internal import Text
internal import Values

/// `pyflow notify list`: who hears of what, and what waits to be delivered.
struct NotifyListVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    let prepared = try PreparedRunbook.prepare(invocation, environment: console.environment, demandsVariables: false)
    guard let plan = prepared.plan, !prepared.diagnostics.hasErrors else {
      try console.show(prepared.diagnostics, as: .text)
      return .invalid
    }
    let access = (try? GroupAccess.of(plan.settings.group)) ?? .userAlone
    var waiting: [String: Int] = [:]
    do {
      for line in try Outbox(in: prepared.file.folder, for: access).lines() {
        // What a run that goes on has put there, it sends by itself.
        guard let entry = OutboxEntry(line), entry.runbook == prepared.file.name,
          !KeptMessages.isAlive(entry.run, prepared.file.folder)
        else { continue }
        waiting[entry.channel, default: 0] += 1
      }
    } catch { console.warn("the outbox cannot be read: \(Outbox.words(for: error))") }
    let channels = plan.settings.channels
    try console.result(invocation.has(.json) ? json(channels, waiting) : text(channels, waiting))
    return .succeeded
  }

  private func text(_ channels: [PlanChannel], _ waiting: [String: Int]) -> String {
    if channels.isEmpty, waiting.isEmpty { return "the runbook has no channels\n" }
    let names = Set(channels.map(\.name))
    let orphans = waiting.filter { !names.contains($0.key) }.sorted { $0.key < $1.key }.map { name, count in
      "\(OutputText.oneLine(name)): no channel of the runbook any more, \(count) waiting in the outbox\n"
    }
    return channels.map { channel in
      var line = "\(channel.name) (\(channel.kind.rawValue))"
      if channel.isRequired { line += ", required" }
      if let fallback = channel.fallback { line += ", falls back on \(fallback)" }
      if let count = waiting[channel.name] { line += ", \(count) waiting in the outbox" }
      let least = channel.severity == .info ? "" : " (\(channel.severity.rawValue) or worse)"
      return line + "\n  hears of \(channel.topics.map(\.rawValue).joined(separator: ", "))\(least)\n"
    }.joined() + orphans.joined()
  }

  private func json(_ channels: [PlanChannel], _ waiting: [String: Int]) -> String {
    JSONStream.document("pyflow.channels/1") { stream in
      stream.array("channels", channels) { channel, stream in
        stream.object { stream in
          stream.member("name", channel.name)
          stream.member("kind", channel.kind.rawValue)
          stream.strings("on", channel.topics.map(\.rawValue))
          stream.member("severity", channel.severity.rawValue)
          if let fallback = channel.fallback { stream.member("fallback", fallback) }
          stream.member("required", channel.isRequired)
          stream.member("waiting", waiting[channel.name] ?? 0)
        }
      }
    }
  }
}
