extension NodeKey {
  /// The table itself.
  func makeDefinition() -> KeyDefinition {
    commonDefinition ?? actionDefinition ?? httpDefinition ?? functionDefinition ?? strategyDefinition
  }

  /// Whether it says what a node of its kinds does, and not how the node does it.
  var isOfAction: Bool { commonDefinition == nil }

  /// Keys that every node has.
  private var commonDefinition: KeyDefinition? {
    switch self {
    case .type: KeyDefinition(.string, "the node's kind; taken from its keys by default")
    case .name: KeyDefinition(.string, "what people call it; its id by default")
    case .description: KeyDefinition(.string, "what it does")
    case .tags: KeyDefinition(.stringOrList, "words by which nodes are chosen")
    case .dependsOn:
      KeyDefinition(.stringOrList, "the nodes it waits for; the one before it by default")
    case .join: KeyDefinition(.integerOrString, "how many conditional entries must hold: \"any\", \"all\" or a number")
    case .when: KeyDefinition(.booleanOrString, "a condition; the node is skipped where it is false")
    case .skip: KeyDefinition(.boolean, "leaves it out")
    case .critical: KeyDefinition(.boolean, "its failure ends the run even under \"continue\"")
    case .allowFailure: KeyDefinition(.boolean, "its failure neither fails the run nor blocks others")
    case .timeout:
      KeyDefinition(.duration, "how long one attempt may take; not of a strategy, which has `action_timeout`")
    case .retry:
      KeyDefinition(
        .integerOrTable, "how often and when it is tried again: a number of attempts, or a table",
        kinds: [.command, .http, .function, .runbook])
    case .poll: KeyDefinition(.table, "repeats it until there is a verdict on what it asks", kinds: [.command, .http])
    case .rollback:
      KeyDefinition(
        .commandOrTable,
        "what undoes it: a command, or a table with the keys of an action; not of a strategy, which goes back by itself"
      )
    case .rollbackOn:
      KeyDefinition(.string, "\"start\" (default), or \"success\": undone only if it succeeded; not of a strategy")
    case .irreversible:
      KeyDefinition(
        .boolean, "a person is asked right before it starts", kinds: [.command, .http, .function, .runbook])
    case .pivot:
      KeyDefinition(.boolean, "once it has succeeded, what was done before it is not undone any more")
    case .foreach: KeyDefinition(.listOrTable, "one instance for each item; templates see `item` and `index`")
    case .matrix: KeyDefinition(.table, "one instance for each combination of its lists; templates see `matrix`")
    case .batchSize: KeyDefinition(.integer, "how many instances run at once; all by default")
    case .maxFailures:
      KeyDefinition(.integerOrPercentage, "how many instances, or targets of Progressive, may fail; none by default")
    case .outputs:
      KeyDefinition(.table, "names for parts of its result, over `result`", kinds: [.command, .http, .function])
    case .env: KeyDefinition(.table, "environment of its process")
    case .workingDirectory: KeyDefinition(.string, "where its commands run")
    case .shell: KeyDefinition(.stringOrList, "\"sh\", \"bash\", or a list: the program and its options")
    case .inheritEnv:
      KeyDefinition(.listOrBoolean, "what its process has of pyflow's own environment: all, nothing, or these names")
    case .secrets: KeyDefinition(.listOfStrings, "the secrets that its processes have in their environment, by name")
    case .pool:
      KeyDefinition(.stringOrTable, "the pool that it takes from while it runs, or a table of how much of which")
    case .priority:
      KeyDefinition(.integer, "which of the ready nodes go first: 1 is most urgent, 10 least, 5 the default")
    case .lock:
      KeyDefinition(
        .lock,
        "locks of this machine that it holds while it runs; of a strategy also `false`, or commands of a lock elsewhere"
      )
    case .breaker:
      KeyDefinition(
        .table, "a circuit breaker, which keeps it from trying what has failed too often",
        kinds: [.command, .http, .function, .runbook])
    case .unless:
      KeyDefinition(
        .string, "a command, or an expression in braces, that tells that nothing is to be done",
        kinds: [.command, .http, .function])
    case .snapshot:
      KeyDefinition(
        .commandOrTable, "a command or request that only looks, before it and after it; what differs is recorded",
        kinds: [.command, .http, .function, .runbook] + NodeKind.strategies)
    case .idempotent: KeyDefinition(.boolean, "doing it twice does what doing it once does; not of a strategy")
    case .confirm:
      KeyDefinition(
        .commandOrTable,
        "a command or request that tells after a crash whether it happened",
        kinds: [.command, .http, .function, .runbook])
    case .limits:
      KeyDefinition(
        .table, "what each of its processes may use: `{ cpu, memory, files, nice }`",
        kinds: [.command, .http] + NodeKind.strategies)
    case .notify:
      KeyDefinition(.stringOrList, "channels that hear of it, whatever else they hear of")
    case .promptBefore:
      KeyDefinition(.string, "a question before it starts", kinds: [.command, .http, .function, .runbook])
    case .promptAfter:
      KeyDefinition(
        .string,
        "a question after it has succeeded; of a Manual node the question itself; not of a strategy, which has `approve`"
      )
    default: nil
    }
  }

  /// Keys of commands, questions and runbooks.
  private var actionDefinition: KeyDefinition? {
    switch self {
    case .command:
      KeyDefinition(.stringOrList, "what runs: a string for the shell, or a list of words", kinds: [.command])
    case .commandName: KeyDefinition(.stringOrList, "another name of `command`", kinds: [.command])
    case .stdin: KeyDefinition(.string, "what the process reads on its standard input", kinds: [.command])
    case .interactive: KeyDefinition(.boolean, "gives the process the terminal", kinds: [.command])
    case .leaveRunning:
      KeyDefinition(.boolean, "background processes that it starts are meant to stay", kinds: [.command])
    case .parse: KeyDefinition(.string, "\"json\", \"lines\" or \"none\": how its output is read", kinds: [.command])
    case .captureLimit: KeyDefinition(.integer, "bytes of output that are kept for templates", kinds: [.command])
    case .successCodes: KeyDefinition(.exitCodes, "exit codes that mean success; 0 by default", kinds: [.command])
    case .prompt: KeyDefinition(.string, "the question", kinds: [.manual])
    case .onTimeout: KeyDefinition(.string, "\"reject\"", kinds: [.manual])
    case .approvers:
      KeyDefinition(.stringOrList, "who may approve: users, and \"group:NAME\"; anybody by default", kinds: [.manual])
    case .minApprovals: KeyDefinition(.integer, "how many must approve; 1 by default", kinds: [.manual])
    case .notRequester: KeyDefinition(.boolean, "whoever started the run may not approve", kinds: [.manual])
    case .fields:
      KeyDefinition(
        .table, "what is asked besides, declared as variables are; it becomes its outputs", kinds: [.manual])
    case .escalate:
      KeyDefinition(.table, "`after` this time without an answer, those in `to` may approve too", kinds: [.manual])
    case .runbook: KeyDefinition(.string, "the file of a runbook that runs as this node", kinds: [.runbook])
    case .variables: KeyDefinition(.table, "values for the variables of that runbook", kinds: [.runbook])
    default: nil
    }
  }
}
