internal import Effects
internal import Planning
internal import Running
internal import Text
internal import Values

/// The channels of a runbook that nobody runs at the moment, with the secrets that they need.
struct PreparedChannels {
  let file: RunbookFile
  let plan: Plan
  let environment: String?
  private(set) var setup: ChannelSetup

  /// Reads the runbook of an invocation, and fetches what the channels of the given names need; the exit code if there is something
  /// wrong, which was shown.
  static func prepare(
    _ invocation: Invocation, _ console: Console, fileAt position: Int = 0,
    choose: (RunbookFile, Plan) throws -> Set<String>?
  ) throws -> Result<PreparedChannels, Failure> {
    let prepared = try PreparedRunbook.prepare(
      invocation, environment: console.environment, demandsVariables: false, fileAt: position)
    guard let plan = prepared.plan, !prepared.diagnostics.hasErrors else {
      try console.show(prepared.diagnostics, as: .text)
      return .failure(Failure(code: .invalid))
    }
    guard let names = try choose(prepared.file, plan) else { return .failure(Failure(code: .usage)) }
    CoreDumps.forbid()
    guard let signals = try? SignalPipe() else { return .failure(Failure(code: .internalError)) }
    let access: FileAccess
    do throws(GroupAccess.Refusal) { access = try GroupAccess.of(plan.settings.group) } catch {
      return .failure(Failure(code: error.explain(to: console)))
    }
    let store = KeyValueFile(of: prepared.file.folder, for: access)
    var fetch = SecretFetch(signals: signals, store: store) { _ in prepared.file.folder }
    let filled: Plan
    do throws(SecretFetch.Interruption) { filled = try fetch.fill(plan, forChannels: names) } catch {
      return .failure(Failure(code: .of(error.signal)))
    }
    let setup = ChannelSetup(
      filled, folder: prepared.file.folder, environment: console.environment, only: names)
    try console.show(fetch.diagnostics, as: .text)
    // What lacks a secret cannot be rendered either.
    if !fetch.diagnostics.hasErrors { try console.show(setup.diagnostics, as: .text) }
    if fetch.diagnostics.hasErrors || setup.diagnostics.hasErrors { return .failure(Failure(code: .invalid)) }
    var result = PreparedChannels(
      file: prepared.file, plan: filled, environment: prepared.environment, setup: setup)
    result.signals = signals
    return .success(result)
  }

  /// Why there are none; it was said.
  struct Failure: Error { let code: ExitCode }

  private(set) var signals: SignalPipe?

  private init(file: RunbookFile, plan: Plan, environment: String?, setup: ChannelSetup) {
    self.file = file
    self.plan = plan
    self.environment = environment
    self.setup = setup
  }

  /// What hides what it takes to send.
  var mask: SecretMask { SecretMask(plan.secretTexts + setup.endpoints.values.flatMap(\.credentials)) }

  /// What sends messages about the run `run`.
  func sender(about run: String) -> DirectSender {
    DirectSender(setup.endpoints, .messages(of: plan, in: file.folder), run: run, mask: mask, signals: signals)
  }
}
