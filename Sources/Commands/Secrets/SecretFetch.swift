internal import Effects
internal import Planning
internal import Runbooks
internal import Running
internal import Text
internal import Values

/// Fetches the secrets of a run from where they come from, once, before anything starts (design 3.1).
struct SecretFetch {
  /// A signal came meanwhile.
  struct Interruption: Error {
    let signal: RunSignal
  }

  /// What came of one provider.
  private typealias Answer = Result<String, SecretReader.Failure>

  private let reader: SecretReader
  /// The key-value store beside the runbook that is run.
  private let store: KeyValueFile
  /// The folders of the plan's runbooks, absolute.
  private let folder: (PlanRunbook) -> String
  /// What is wrong with them, all of it.
  private(set) var diagnostics = Diagnostics()
  /// What was asked already: a runbook may be there several times.
  private var answers: [String: Answer] = [:]
  private var told: Set<String> = []
  /// What must not be in a message.
  private var values: [String] = []

  init(signals: SignalPipe, store: KeyValueFile, folder: @escaping (PlanRunbook) -> String) {
    reader = SecretReader(signals: signals)
    self.store = store
    self.folder = folder
  }

  /// The plan with the secrets that it uses, or that some of its nodes do; what is missing is in `diagnostics`.
  mutating func fill(_ plan: Plan, for nodes: [Int]? = nil) throws(Interruption) -> Plan {
    var plan = plan
    for (number, runbook) in plan.runbooks.enumerated() {
      var values: [String: String] = [:]
      for secret in plan.neededSecrets(of: number, by: nodes) {
        values[secret.name] = try value(of: secret, in: runbook)
      }
      plan.take(values, of: number)
    }
    return plan
  }

  /// The plan with those secrets alone that some of its channels use.
  mutating func fill(_ plan: Plan, forChannels names: Set<String>) throws(Interruption) -> Plan {
    var plan = plan
    let channels = plan.settings.channels.filter { names.contains($0.name) }
    let used = channels.reduce(into: Set<String>()) { $0.formUnion($1.usedSecrets) }
    var values: [String: String] = [:]
    for secret in plan.runbooks[0].secrets where used.contains(secret.name) {
      values[secret.name] = try value(of: secret, in: plan.runbooks[0])
    }
    plan.take(values, of: 0)
    return plan
  }

  private mutating func value(of secret: PlanSecret, in runbook: PlanRunbook) throws(Interruption) -> String? {
    switch answer(secret.provider, folder(runbook)) {
    case .success(let value):
      let size = value.utf8.count
      values.append(value)
      if size < SecretMask.shortestSecret {
        report(.tooShort, of: secret, in: runbook)
      } else if size < SecretMask.shortestGoodSecret {
        report(.short, of: secret, in: runbook)
      }
      return value
    case .failure(.interrupted(let signal)): throw Interruption(signal: signal)
    case .failure(.absent) where secret.isOptional: return nil
    case .failure(let failure):
      report(.failed(failure), of: secret, in: runbook)
      return nil
    }
  }

  private mutating func answer(_ provider: SecretProvider, _ folder: String) -> Answer {
    let key = "\(provider.key.rawValue)\0\(folder)\0\(provider.text)"
    if let known = answers[key] { return known }
    let answer = Answer { () throws(SecretReader.Failure) in
      switch provider {
      case .environment(let name): try reader.environment(name)
      case .file(let path): try reader.file(path.hasPrefix("/") ? path : "\(folder)/\(path)")
      case .command(let command): try reader.command(command, directory: folder)
      case .store(let key): try reader.stored(key, in: store)
      }
    }
    answers[key] = answer
    return answer
  }

  private mutating func report(_ kind: SecretProblem.Kind, of secret: PlanSecret, in runbook: PlanRunbook) {
    guard told.insert("\(runbook.source.name)\0\(secret.name)").inserted else { return }
    let problem = SecretProblem(secret: secret, kind: kind)
    // A command may print on its standard error what another one gave.
    let mask = SecretMask(values)
    let notes = problem.notes.map { Diagnostic.Note(mask.masked($0.message)) }
    diagnostics.report(problem, in: runbook.source, at: secret.nameSpan, notes: notes)
  }
}
