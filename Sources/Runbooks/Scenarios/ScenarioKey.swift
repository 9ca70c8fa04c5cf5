/// The keys at the top of a scenario file (design 9).
public enum ScenarioFileKey: String, Sendable, CaseIterable {
  case vars, world, scenario

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .vars: KeyDefinition(.table, "values of the runbook's variables, in scenarios that state no others")
    case .world: KeyDefinition(.table, "how the world is at first, and what changes it, for all scenarios")
    case .scenario: KeyDefinition(.list, "the scenarios: a table `[[scenario]]` for each")
    }
  }
}

/// The keys of a scenario.
public enum ScenarioKey: String, Sendable, CaseIterable {
  case name, vars, environment, env, kv, terminal, jobs, resume, world, script, expect

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .name: KeyDefinition(.string, "what the scenario is about; no two have the same")
    case .vars: KeyDefinition(.table, "values of the runbook's variables")
    case .environment: KeyDefinition(.string, "the environment of the runbook that is chosen, as with `--env`")
    case .env: KeyDefinition(.table, "the environment that pyflow has; nothing else is in it")
    case .kv: KeyDefinition(.table, "what the key-value store holds at first")
    case .terminal:
      KeyDefinition(.boolean, "whether pyflow runs at a terminal, where `rollback = \"ask\"` can ask; false by default")
    case .jobs: KeyDefinition(.integer, "how many nodes run at once, where the runbook does not say; 4 by default")
    case .resume:
      KeyDefinition(
        .boolean, "whether `pyflow resume` takes the run up after a `crash`, and not `pyflow recover`; false by default"
      )
    case .world: KeyDefinition(.table, "what is different in the world in this scenario")
    case .script: KeyDefinition(.table, "what nodes do, by their ids or by patterns in which `*` stands for any text")
    case .expect: KeyDefinition(.table, "what must come of it")
    }
  }
}

/// The keys of a `world` table that do not name something in it.
public enum WorldKey: String, Sendable, CaseIterable {
  case on, says

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .on: KeyDefinition(.table, "what is different in the world once a node, or one like a pattern, has succeeded")
    case .says: KeyDefinition(.table, "what a node prints, or one like a pattern, where the script does not say")
    }
  }
}

/// The keys of what a node does in a script.
public enum ScriptKey: String, Sendable, CaseIterable {
  case result, code, status, stdout, stderr, json, headers, outputs, fields, by, take, times, moves, world

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .result: KeyDefinition(.string, "how it ends: a word, as where no table is written; \"pass\" by default")
    case .code: KeyDefinition(.integer, "the exit code of a command")
    case .status: KeyDefinition(.integer, "the status of an answer to a request")
    case .stdout: KeyDefinition(.string, "what it prints, or the body of the answer; a template")
    case .stderr: KeyDefinition(.string, "what it prints on its standard error; a template")
    case .json: KeyDefinition(.any, "what it prints, as data that becomes JSON; its strings are templates")
    case .headers: KeyDefinition(.headers, "header fields of the answer; templates")
    case .outputs: KeyDefinition(.table, "what a function gives; its strings are templates")
    case .fields: KeyDefinition(.table, "what is filled in with an approval")
    case .by: KeyDefinition(.stringOrList, "who answers a question: names, or `group:NAME`; by default who may")
    case .take: KeyDefinition(.duration, "how long it takes; 1s by default")
    case .times: KeyDefinition(.integer, "how often in a row; then comes what follows in the list, or the usual")
    case .moves:
      KeyDefinition(.boolean, "whether it does its work in the world, however it ends; as it ends by default")
    case .world: KeyDefinition(.table, "what is different in the world once it has ended")
    }
  }

  /// Those that say how it ends, of which there can be one.
  static let endings: [ScriptKey] = [.result, .code, .status]
}

/// The keys of `expect`.
public enum ExpectKey: String, Sendable, CaseIterable {
  case outcome, exit, cause, ran, never, order, status, outputs, world, within, notified

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .outcome: KeyDefinition(.string, "how the run ends: \"succeeded\", \"rolled_back\", …")
    case .exit: KeyDefinition(.integer, "pyflow's exit code")
    case .cause: KeyDefinition(.string, "the node whose failure came first; of a rollout the node in it")
    case .ran: KeyDefinition(.stringOrList, "nodes that must run, by id or pattern; `ID!rollback` is what undoes one")
    case .never: KeyDefinition(.stringOrList, "nodes that must not run")
    case .order: KeyDefinition(.list, "nodes that must run, each beginning after the one before")
    case .status:
      KeyDefinition(.table, "how nodes must end: \"succeeded\", \"skipped\", …; rollouts also by their own words")
    case .outputs: KeyDefinition(.table, "the run's outputs")
    case .world: KeyDefinition(.table, "how the world must be at the end")
    case .within: KeyDefinition(.duration, "how long it may take at most, in virtual time")
    case .notified:
      KeyDefinition(.stringOrList, "what channels must be told: a topic, or CHANNEL:TOPIC for one that got it")
    }
  }
}

extension ScenarioFileKey: TableKey {}
extension ScenarioKey: TableKey {}
extension WorldKey: TableKey {}
extension ScriptKey: TableKey {}
extension ExpectKey: TableKey {}
