import TestSupport
import Testing

@testable import Runbooks

/// What is wrong with the keys of a strategy themselves.
@Suite("Mistakes in the keys of strategies")
struct StrategyKeyTests {
  static let mistakes: [StrategyMistake] = [
    StrategyMistake(
      "colors that are the same", .blueGreen, "colors = [\"blue\", \"blue\"]",
      """
      deploy.toml:11:10: error: `colors` must be two different names without spaces around them, not "blue", "blue" [runbook.value]
        11 | colors = ["blue", "blue"]
           |          ^^^^^^^^^^^^^^^^
            = hint: for example colors = ["blue", "green"], which is the default
      """),
    StrategyMistake(
      "one colour", .blueGreen, "colors = [\"blue\"]",
      """
      deploy.toml:11:10: error: `colors` must be two different names without spaces around them, not "blue" [runbook.value]
        11 | colors = ["blue"]
           |          ^^^^^^^^
            = hint: for example colors = ["blue", "green"], which is the default
      """),
    StrategyMistake(
      "a colour with a space, which nothing prints", .blueGreen, "colors = [\"blue \", \"green\"]",
      """
      deploy.toml:11:10: error: `colors` must be two different names without spaces around them, not "blue ", "green" [runbook.value]
        11 | colors = ["blue ", "green"]
           |          ^^^^^^^^^^^^^^^^^^
            = hint: for example colors = ["blue", "green"], which is the default
      """),
    StrategyMistake(
      "an answer of Progressive", .blueGreen, "on_failure = \"revert_batch\"",
      """
      deploy.toml:11:14: error: `on_failure` must be "rollback" or "halt", not `revert_batch` [runbook.value]
        11 | on_failure = "revert_batch"
           |              ^^^^^^^^^^^^^^
            = hint: for example on_failure = "halt"
      """),
    StrategyMistake(
      "an unknown answer", .blueGreen, "on_unknown = \"ignore\"",
      """
      deploy.toml:11:14: error: `on_unknown` must be one of "rollback", "halt", "approve", not `ignore` [runbook.value]
        11 | on_unknown = "ignore"
           |              ^^^^^^^^
            = hint: for example on_unknown = "halt"
      """),
    StrategyMistake(
      "instances", .blueGreen, "foreach = [\"eu\", \"us\"]",
      """
      deploy.toml:11:1: error: a BlueGreen rollout cannot have instances: `foreach` [runbook.iteration]
        11 | foreach = ["eu", "us"]
           | ^^^^^^^
            = hint: write one node for each, or a Progressive rollout over them
      """),
    StrategyMistake(
      "a matrix", .blueGreen, "matrix = { region = [\"eu\"] }",
      """
      deploy.toml:11:1: error: a BlueGreen rollout cannot have instances: `matrix` [runbook.iteration]
        11 | matrix = { region = ["eu"] }
           | ^^^^^^
            = hint: write one node for each, or a Progressive rollout over them
      """),
    StrategyMistake(
      "failures of instances that there are not", .blueGreen, "max_failures = 1",
      """
      deploy.toml:11:1: error: `max_failures` has no effect without `foreach` or `matrix` [runbook.iteration]
        11 | max_failures = 1
           | ^^^^^^^^^^^^
            = hint: remove it, or say what the node is done for: foreach = [ … ]
      """),
    StrategyMistake(
      "a lock without its commands", .blueGreen, "lock = { acquire = \"./lock.sh\" }",
      """
      deploy.toml:11:1: error: `lock` needs the key `release` [runbook.missing-key]
        11 | lock = { acquire = "./lock.sh" }
           | ^^^^
            = hint: add `release = …`
      """),
    StrategyMistake(
      "an unknown key", .blueGreen, "chek = \"x\"",
      """
      deploy.toml:11:1: error: unknown key `chek` in node `ship` [runbook.unknown-key]
        11 | chek = "x"
           | ^^^^
            = hint: did you mean `check`?
      """),
    StrategyMistake(
      "a key of another strategy", .blueGreen, "steps = [5]",
      """
      deploy.toml:11:1: error: key `steps` does not belong to a BlueGreen node [runbook.unknown-key]
        11 | steps = [5]
           | ^^^^^
            = hint: it belongs to Canary
      """),
    StrategyMistake(
      "a key of other nodes: timeout", .blueGreen, "timeout = \"5m\"",
      """
      deploy.toml:11:1: error: key `timeout` does not belong to a BlueGreen node [runbook.unknown-key]
        11 | timeout = "5m"
           | ^^^^^^^
            = hint: `action_timeout` is about each action, `deadline` and `progress_deadline` are about health and progress, and [runbook] timeout is about the whole run
      """),
    StrategyMistake(
      "a key of other nodes: rollback", .blueGreen, "rollback = \"./undo.sh\"",
      """
      deploy.toml:11:1: error: key `rollback` does not belong to a BlueGreen node [runbook.unknown-key]
        11 | rollback = "./undo.sh"
           | ^^^^^^^^
            = hint: it goes back by itself: `switch`, `shift` or `revert` does it, and `cleanup` behind them
      """),
    StrategyMistake(
      "a key of other nodes: rollback_on", .blueGreen, "rollback_on = \"success\"",
      """
      deploy.toml:11:1: error: key `rollback_on` does not belong to a BlueGreen node [runbook.unknown-key]
        11 | rollback_on = "success"
           | ^^^^^^^^^^^
            = hint: it goes back by itself; `on_failure` says whether
      """),
    StrategyMistake(
      "a key of other nodes: idempotent", .blueGreen, "idempotent = true",
      """
      deploy.toml:11:1: error: key `idempotent` does not belong to a BlueGreen node [runbook.unknown-key]
        11 | idempotent = true
           | ^^^^^^^^^^
            = hint: where a crash was in between, it asks where the traffic is, or what a target has, before it goes on
      """),
    StrategyMistake(
      "a key of other nodes: prompt_after", .blueGreen, "prompt_after = \"fine?\"",
      """
      deploy.toml:11:1: error: key `prompt_after` does not belong to a BlueGreen node [runbook.unknown-key]
        11 | prompt_after = "fine?"
           | ^^^^^^^^^^^^
            = hint: `approve` asks before more traffic is moved; a Manual node behind it asks afterwards
      """),
    StrategyMistake(
      "intervals of nothing", .blueGreen, "interval = 0",
      """
      deploy.toml:11:12: error: `interval` must be more than nothing [runbook.value]
        11 | interval = 0
           |            ^
            = hint: leave it out for 10s
      """),
    StrategyMistake(
      "deadlines of nothing", .blueGreen,
      "deadline = \"0s\"\naction_timeout = 0\napprove_timeout = 0\nprogress_deadline = 0",
      """
      deploy.toml:11:12: error: `deadline` must be more than nothing [runbook.value]
        11 | deadline = "0s"
           |            ^^^^
            = hint: leave it out for 5m
      deploy.toml:12:18: error: `action_timeout` must be more than nothing [runbook.value]
        12 | action_timeout = 0
           |                  ^
            = hint: leave it out for 10m
      deploy.toml:13:19: error: `approve_timeout` must be more than nothing [runbook.value]
        13 | approve_timeout = 0
           |                   ^
            = hint: leave it out for 30m
      deploy.toml:14:21: error: `progress_deadline` must be more than nothing [runbook.value]
        14 | progress_deadline = 0
           |                     ^
            = hint: leave it out for 10m
      """),
    StrategyMistake(
      "a negative time", .blueGreen, "soak = -5",
      """
      deploy.toml:11:8: error: `soak` must be a duration such as 30 or "1m30s", not `-5` [runbook.value]
        11 | soak = -5
           |        ^^
            = hint: for example soak = "5m"
      """),
    StrategyMistake(
      "no passes", .blueGreen, "min_pass = 0",
      """
      deploy.toml:11:12: error: `min_pass` must be from 1 to 1000000, not `0` [runbook.value]
        11 | min_pass = 0
           |            ^
            = hint: for example min_pass = 3
      """),
    StrategyMistake(
      "negative limits", .blueGreen, "fail_limit = -1\nundo_retries = -1",
      """
      deploy.toml:11:14: error: `fail_limit` must be from 0 to 1000000, not `-1` [runbook.value]
        11 | fail_limit = -1
           |              ^^
            = hint: for example fail_limit = 1
      deploy.toml:12:16: error: `undo_retries` must be from 0 to 1000000, not `-1` [runbook.value]
        12 | undo_retries = -1
           |                ^^
            = hint: for example undo_retries = 3
      """),
    StrategyMistake(
      "weights that are no numbers", .canary, "steps = [5, \"x\", true]",
      """
      deploy.toml:11:13: error: an item of `steps` must be a whole percentage such as 25, not `x` [runbook.type]
        11 | steps = [5, "x", true]
           |             ^^^
            = hint: for example steps = [5, 25, 50]
      deploy.toml:11:18: error: an item of `steps` must be a whole percentage such as 25, not `true` [runbook.type]
        11 | steps = [5, "x", true]
           |                  ^^^^
            = hint: for example steps = [5, 25, 50]
      """),
    StrategyMistake(
      "one weight by itself", .canary, "steps = 50",
      """
      deploy.toml:11:9: error: `steps` must be a list, not an integer [runbook.type]
        11 | steps = 50
           |         ^^
      """),
    StrategyMistake(
      "a hold that is no time", .canary, "hold = \"soon\"",
      """
      deploy.toml:11:8: error: `hold` must be a duration such as 30 or "1m30s", not `soon` [runbook.value]
        11 | hold = "soon"
           |        ^^^^^^
            = hint: for example hold = "2m"
      """),
    StrategyMistake(
      "a hold of nothing", .canary, "hold = 0",
      """
      deploy.toml:11:8: error: `hold` must be more than nothing [runbook.value]
        11 | hold = 0
           |        ^
            = hint: leave it out for 2m
      """),
    StrategyMistake(
      "a drain that is an action", .canary, "drain = { command = \"x\" }",
      """
      deploy.toml:11:9: error: `drain` must be a duration such as 30 or "1m30s", not a table [runbook.type]
        11 | drain = { command = "x" }
           |         ^^^^^^^^^^^^^^^^^
            = hint: for example drain = "30s"
      """),
    StrategyMistake(
      "a comparison", .canary, "compare = { test = \"none\" }",
      """
      deploy.toml:11:1: error: key `compare` is not available yet [runbook.not-yet]
        11 | compare = { test = "none" }
           | ^^^^^^^
            = hint: it is part of the format, and a later version will run it; remove it for now
      """),
    StrategyMistake(
      "a metric without a limit", .canary, "metrics = [{ name = \"errors\", value = \"./errors.sh\" }]",
      """
      deploy.toml:11:12: error: nothing limits this metric, so that it decides nothing [runbook.missing-key]
        11 | metrics = [{ name = "errors", value = "./errors.sh" }]
           |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            = hint: it looks like this:
                [[ship.metrics]]
                name      = "errors"
                value     = "./errors.sh canary"
                max       = 0.05
                baseline  = "./errors.sh stable"
                max_ratio = 2
      """),
    StrategyMistake(
      "a metric without a name", .canary, "metrics = [{ value = \"./errors.sh\", max = 1 }]",
      """
      deploy.toml:11:12: error: `metrics` needs the key `name` [runbook.missing-key]
        11 | metrics = [{ value = "./errors.sh", max = 1 }]
           |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            = hint: add `name = …`
      """),
    StrategyMistake(
      "a ratio without a baseline", .canary,
      "metrics = [{ name = \"errors\", value = \"./errors.sh\", max_ratio = 2 }]",
      """
      deploy.toml:11:54: error: `max_ratio` needs a `baseline` to compare with [runbook.missing-key]
        11 | metrics = [{ name = "errors", value = "./errors.sh", max_ratio = 2 }]
           |                                                      ^^^^^^^^^
            = hint: it looks like this:
                [[ship.metrics]]
                name      = "errors"
                value     = "./errors.sh canary"
                max       = 0.05
                baseline  = "./errors.sh stable"
                max_ratio = 2
      """),
    StrategyMistake(
      "a floor without a baseline", .canary,
      "metrics = [{ name = \"errors\", value = \"./e.sh\", max = 1, floor = 0.1 }]",
      """
      deploy.toml:11:58: error: `floor` needs a `baseline` to compare with [runbook.missing-key]
        11 | metrics = [{ name = "errors", value = "./e.sh", max = 1, floor = 0.1 }]
           |                                                          ^^^^^
            = hint: it looks like this:
                [[ship.metrics]]
                name      = "errors"
                value     = "./errors.sh canary"
                max       = 0.05
                baseline  = "./errors.sh stable"
                max_ratio = 2
      """),
    StrategyMistake(
      "a baseline without a ratio", .canary,
      "metrics = [{ name = \"errors\", value = \"./e.sh\", max = 1, baseline = \"./e.sh\" }]",
      """
      deploy.toml:11:58: error: nothing is compared with this `baseline` [runbook.missing-key]
        11 | metrics = [{ name = "errors", value = "./e.sh", max = 1, baseline = "./e.sh" }]
           |                                                          ^^^^^^^^
            = hint: it looks like this:
                [[ship.metrics]]
                name      = "errors"
                value     = "./errors.sh canary"
                max       = 0.05
                baseline  = "./errors.sh stable"
                max_ratio = 2
      """),
    StrategyMistake(
      "a metric that is no table", .canary, "metrics = [\"errors\"]",
      """
      deploy.toml:11:12: error: an item of `metrics` must be a table, not a string [runbook.type]
        11 | metrics = ["errors"]
           |            ^^^^^^^^
            = hint: for example metrics = [{ name = "errors", value = "./errors.sh", max = 0.05 }]
      """),
    StrategyMistake(
      "an unknown key of a metric", .canary, "metrics = [{ name = \"errors\", value = \"./e.sh\", max = 1, mx = 1 }]",
      """
      deploy.toml:11:58: error: unknown key `mx` in `metrics` [runbook.unknown-key]
        11 | metrics = [{ name = "errors", value = "./e.sh", max = 1, mx = 1 }]
           |                                                          ^^
            = hint: did you mean `max`?
      """),
    StrategyMistake(
      "both lists of targets", .progressive, "targets_from = \"./hosts.sh\"",
      """
      deploy.toml:11:1: error: `targets_from` and `targets` exclude each other [runbook.conflict]
        11 | targets_from = "./hosts.sh"
           | ^^^^^^^^^^^^
            = hint: keep one of them:
                [ship]
                type    = "Progressive"
                target  = "api@{{ ENV }}"
                targets = ["web1", "web2", "web3", "web4"]
                update  = "ssh {{ rollout.target }} ./update.sh {{ VERSION | quote }}"
                check   = { url = "http://{{ rollout.target }}:8080/healthz" }
                revert  = "ssh {{ rollout.target }} ./update.sh {{ rollout.previous | quote }}"
      """),
    StrategyMistake(
      "a drain that is a time", .progressive, "drain = 30",
      """
      deploy.toml:11:9: error: `drain` must be a command or a table, not an integer [runbook.type]
        11 | drain = 30
           |         ^^
      """),
    StrategyMistake(
      "batches that are no sizes", .progressive, "batches = [1, \"150%\", \"x\", -1]",
      """
      deploy.toml:11:15: error: an item of `batches` must be a number, or a percentage up to "100%", not `150%` [runbook.type]
        11 | batches = [1, "150%", "x", -1]
           |               ^^^^^^
            = hint: for example batches = [1, "25%"]
      deploy.toml:11:23: error: an item of `batches` must be a number, or a percentage up to "100%", not `x` [runbook.type]
        11 | batches = [1, "150%", "x", -1]
           |                       ^^^
            = hint: for example batches = [1, "25%"]
      deploy.toml:11:28: error: an item of `batches` must be a number, or a percentage up to "100%", not `-1` [runbook.type]
        11 | batches = [1, "150%", "x", -1]
           |                            ^^
            = hint: for example batches = [1, "25%"]
      """),
    StrategyMistake(
      "an order that there is not", .progressive, "order = \"random\"",
      """
      deploy.toml:11:9: error: `order` must be one of "listed", "reverse", "shuffle", not `random` [runbook.value]
        11 | order = "random"
           |         ^^^^^^^^
            = hint: for example order = "reverse"
      """),
    StrategyMistake(
      "more failures than there are targets", .progressive, "max_failures = \"150%\"",
      """
      deploy.toml:11:16: error: `max_failures` must be a number from 0, or a percentage up to "100%", not `150%` [runbook.value]
        11 | max_failures = "150%"
           |                ^^^^^^
            = hint: for example max_failures = 1
      """),
    StrategyMistake(
      "more targets than there are", .progressive, "min_available = \"120%\"",
      """
      deploy.toml:11:17: error: `min_available` must be a number from 0, or a percentage up to "100%", not `120%` [runbook.value]
        11 | min_available = "120%"
           |                 ^^^^^^
            = hint: for example min_available = "50%"
      """),
    StrategyMistake(
      "an answer that is nearly one", .progressive, "on_failure = \"rolback\"",
      """
      deploy.toml:11:14: error: `on_failure` must be one of "rollback", "halt", "revert_batch", not `rolback` [runbook.value]
        11 | on_failure = "rolback"
           |              ^^^^^^^^^
            = hint: did you mean `rollback`?
      """),
    StrategyMistake(
      "an answer of another key", .progressive, "on_unknown = \"stop\"",
      """
      deploy.toml:11:14: error: `on_unknown` must be one of "rollback", "halt", "approve", not `stop` [runbook.value]
        11 | on_unknown = "stop"
           |              ^^^^^^
            = hint: for example on_unknown = "halt"
      """),
    StrategyMistake(
      "an order that is misspelt", .progressive, "order = \"shufle\"",
      """
      deploy.toml:11:9: error: `order` must be one of "listed", "reverse", "shuffle", not `shufle` [runbook.value]
        11 | order = "shufle"
           |         ^^^^^^^^
            = hint: did you mean `shuffle`?
      """),
    StrategyMistake(
      "no place at all", .progressive, "parallel = 0",
      """
      deploy.toml:11:12: error: `parallel` must be from 1 to 1000000, not `0` [runbook.value]
        11 | parallel = 0
           |            ^
            = hint: for example parallel = 2
      """),
  ]

  @Test("are told with their place and what works", arguments: mistakes)
  func mistake(mistake: StrategyMistake) {
    #expect(Reading.problems(mistake.runbook) == (mistake.problems.isEmpty ? "" : mistake.problems + "\n"))
  }

  @Test("are answered with values that work", arguments: StrategyRunbook.allCases)
  func examples(sample: StrategyRunbook) {
    let kind: NodeKind = sample == .blueGreen ? .blueGreen : sample == .canary ? .canary : .progressive
    for key in NodeKey.allCases where kind.has(key) && key != .targets {
      guard key != .maxFailures || kind == .progressive, let example = StrategyExample.value(of: key, kind) else {
        continue
      }
      #expect(Reading.problems(sample.text("\(key.rawValue) = \(example)")).isEmpty, "\(key)")
    }
  }

  /// Keys of every node (design 3.3), which hold for the processes of a rollout.
  static let processKeys: [String] = [
    "env = { REGION = \"eu\" }", "secrets = [\"TOKEN\"]", "shell = \"bash\"", "working_dir = \"..\"",
    "inherit_env = false",
    "limits = { files = 100 }",
  ]

  @Test("about processes belong to strategies too", arguments: processKeys, StrategyRunbook.allCases)
  func process(line: String, sample: StrategyRunbook) {
    let secrets = line.hasPrefix("secrets") ? "\n[runbook.secrets]\nTOKEN = { env = \"TOKEN\" }" : ""
    #expect(Reading.problems(sample.text(line + secrets)).isEmpty)
  }

  @Test("about processes are refused where a rollout only asks servers")
  func requests() {
    let ask = { (key: String) in "\(key) = { url = \"http://x/\(key)\" }" }
    let runbook = """
      [ship]
      type = "Canary"
      target = "api"
      version = "1"
      \(["deploy", "shift", "check", "weight"].map(ask).joined(separator: "\n"))
      metrics = [{ name = "e", value = { url = "http://x/e" }, max = 1 }]
      shell = "bash"
      """
    #expect(
      Reading.problems(runbook) == """
        deploy.toml:10:1: error: `shell` has no effect: no command is started here [runbook.unknown-key]
          10 | shell = "bash"
             | ^^^^^
              = hint: remove it; it belongs to what starts a command

        """)
  }
}
