import Planning
import TestSupport
import Testing
import Text

/// What of a strategy contradicts itself (design 8, "Validation at plan time").
@Suite("Mistakes in strategies")
struct StrategyProblemTests {
  static let mistakes: [StrategyMistake] = [
    StrategyMistake(
      "weights that fall", .canary, "steps = [50, 25]",
      """
      deploy.toml:11:9: error: `steps` must rise, each from 1 to 100, not 50, 25 [strategy.steps]
        11 | steps = [50, 25]
           |         ^^^^^^^^
            = hint: for example steps = [5, 25, 50]; the step to 100 comes by itself
      """),
    StrategyMistake(
      "weights that stay", .canary, "steps = [25, 25]",
      """
      deploy.toml:11:9: error: `steps` must rise, each from 1 to 100, not 25, 25 [strategy.steps]
        11 | steps = [25, 25]
           |         ^^^^^^^^
            = hint: for example steps = [5, 25, 50]; the step to 100 comes by itself
      """),
    StrategyMistake(
      "a weight over 100", .canary, "steps = [5, 120]",
      """
      deploy.toml:11:9: error: `steps` must rise, each from 1 to 100, not 5, 120 [strategy.steps]
        11 | steps = [5, 120]
           |         ^^^^^^^^
            = hint: for example steps = [5, 25, 50]; the step to 100 comes by itself
      """),
    StrategyMistake(
      "a weight of nothing", .canary, "steps = [0, 50]",
      """
      deploy.toml:11:9: error: `steps` must rise, each from 1 to 100, not 0, 50 [strategy.steps]
        11 | steps = [0, 50]
           |         ^^^^^^^
            = hint: for example steps = [5, 25, 50]; the step to 100 comes by itself
      """),
    StrategyMistake(
      "a promotion before the promotion", .canary, "steps = [50, 100]",
      """
      deploy.toml:11:9: error: the step to 100 comes by itself, and `shift` would do it twice [strategy.steps]
        11 | steps = [50, 100]
           |         ^^^^^^^^^
            = hint: leave 100 out of `steps`: it is watched for `soak` then; or write what else brings the promotion: promote = "./promote.sh"
      """),
    StrategyMistake(
      "a step to 100 before a promotion of another kind", .canary, "steps = [50, 100]\npromote = \"./p.sh\"", ""),
    StrategyMistake(
      "no weights", .canary, "steps = []",
      """
      deploy.toml:11:9: error: `steps` must rise, each from 1 to 100, and there are none [strategy.steps]
        11 | steps = []
           |         ^^
            = hint: for example steps = [5, 25, 50]; the step to 100 comes by itself
      """),
    StrategyMistake(
      "weights of a variable that fall", .canary, "steps = \"{{ [50, 5] }}\"",
      """
      deploy.toml:11:9: error: `steps` must rise, each from 1 to 100, not 50, 5 [strategy.steps]
        11 | steps = "{{ [50, 5] }}"
           |         ^^^^^^^^^^^^^^^
            = hint: for example steps = [5, 25, 50]; the step to 100 comes by itself
      """),
    StrategyMistake(
      "times for other steps", .canary, "hold = [\"1m\", \"2m\"]",
      """
      deploy.toml:11:8: error: `hold` has 2 times for 3 steps [strategy.steps]
        11 | hold = ["1m", "2m"]
           |        ^^^^^^^^^^^^
            = hint: write one time for all steps, or one for each: hold = "2m"
      """),
    StrategyMistake(
      "no times", .canary, "hold = []",
      """
      deploy.toml:11:8: error: `hold` has 0 times for 3 steps [strategy.steps]
        11 | hold = []
           |        ^^
            = hint: write one time for all steps, or one for each: hold = "2m"
      """),
    StrategyMistake(
      "a time of nothing by a template", .canary, "hold = \"{{ 0 }}\"",
      """
      deploy.toml:11:8: error: `hold` must be more than nothing, not `0s` [plan.value]
        11 | hold = "{{ 0 }}"
           |        ^^^^^^^^^
      """),
    StrategyMistake(
      "a hold over its limit", .canary, "hold = \"5m\"\nhold_max = \"2m\"",
      """
      deploy.toml:12:12: error: `hold` (5m) must not be longer than `hold_max` (2m) [strategy.times]
        12 | hold_max = "2m"
           |            ^^^^
            = hint: lower `hold`, or raise `hold_max`; this works: hold = "2m"
      """),
    StrategyMistake(
      "a hold without room for its samples", .canary, "hold = \"30s\"",
      """
      deploy.toml:11:8: error: the 4 samples of `min_pass` and `fail_limit` every 10s do not fit into the 30s of `hold` [strategy.times]
        11 | hold = "30s"
           |        ^^^^^
            = hint: raise `hold`, or lower `interval`, `min_pass` or `fail_limit`; this works: hold = "40s"
      """),
    StrategyMistake(
      "samples that do not fit", .canary, "min_pass = 20",
      """
      deploy.toml:11:12: error: the 21 samples of `min_pass` and `fail_limit` every 10s do not fit into the 2m of `hold` [strategy.times]
        11 | min_pass = 20
           |            ^^
            = hint: raise `hold`, or lower `interval`, `min_pass` or `fail_limit`; this works: hold = "3m30s"
      """),
    StrategyMistake(
      "approval behind the last step", .canary, "approve = [1, 4]",
      """
      deploy.toml:11:11: error: `approve` names step 4 of 3 [strategy.steps]
        11 | approve = [1, 4]
           |           ^^^^^^
            = hint: write approve = true for all of them
      """),
    StrategyMistake(
      "a limit that nothing is over", .canary, "metrics = [{ name = \"e\", value = \"./e.sh\", max = nan }]",
      """
      deploy.toml:11:50: error: `max` must be a finite number, not nan [strategy.metrics]
        11 | metrics = [{ name = "e", value = "./e.sh", max = nan }]
           |                                                  ^^^
            = hint: it looks like this:
                [[ship.metrics]]
                name      = "errors"
                value     = "./errors.sh canary"
                max       = 0.05
                baseline  = "./errors.sh stable"
                max_ratio = 2
      """),
    StrategyMistake(
      "a limit that is endless", .canary, "metrics = [{ name = \"e\", value = \"./e.sh\", min = -inf }]",
      """
      deploy.toml:11:50: error: `min` must be a finite number, not -inf [strategy.metrics]
        11 | metrics = [{ name = "e", value = "./e.sh", min = -inf }]
           |                                                  ^^^^
            = hint: it looks like this:
                [[ship.metrics]]
                name      = "errors"
                value     = "./errors.sh canary"
                max       = 0.05
                baseline  = "./errors.sh stable"
                max_ratio = 2
      """),
    StrategyMistake(
      "limits between which nothing is", .canary, "metrics = [{ name = \"e\", value = \"./e.sh\", max = 1, min = 5 }]",
      """
      deploy.toml:11:59: error: `min` (5.0) is over `max` (1.0), so that no number is healthy [strategy.metrics]
        11 | metrics = [{ name = "e", value = "./e.sh", max = 1, min = 5 }]
           |                                                           ^
            = hint: it looks like this:
                [[ship.metrics]]
                name      = "errors"
                value     = "./errors.sh canary"
                max       = 0.05
                baseline  = "./errors.sh stable"
                max_ratio = 2
      """),
    StrategyMistake(
      "a limit of a template between which and another nothing is", .canary,
      "metrics = [{ name = \"e\", value = \"./e.sh\", max = 1, min = \"{{ 5 }}\" }]",
      """
      deploy.toml:11:59: error: `min` (5.0) is over `max` (1.0), so that no number is healthy [strategy.metrics]
        11 | metrics = [{ name = "e", value = "./e.sh", max = 1, min = "{{ 5 }}" }]
           |                                                           ^^^^^^^^^
            = hint: it looks like this:
                [[ship.metrics]]
                name      = "errors"
                value     = "./errors.sh canary"
                max       = 0.05
                baseline  = "./errors.sh stable"
                max_ratio = 2
      """),
    StrategyMistake(
      "a ratio of nothing", .canary,
      "metrics = [{ name = \"e\", value = \"./e.sh\", baseline = \"./e.sh\", max_ratio = 0 }]",
      """
      deploy.toml:11:77: error: `max_ratio` must be more than 0, not 0.0 [strategy.metrics]
        11 | metrics = [{ name = "e", value = "./e.sh", baseline = "./e.sh", max_ratio = 0 }]
           |                                                                             ^
            = hint: it looks like this:
                [[ship.metrics]]
                name      = "errors"
                value     = "./errors.sh canary"
                max       = 0.05
                baseline  = "./errors.sh stable"
                max_ratio = 2
      """),
    StrategyMistake(
      "a metric that cannot be a part of ids", .canary, "metrics = [{ name = \"a/b\", value = \"./e.sh\", max = 1 }]",
      """
      deploy.toml:11:21: error: `a/b` cannot be the name of a metric [strategy.item-name]
        11 | metrics = [{ name = "a/b", value = "./e.sh", max = 1 }]
           |                     ^^^^^
            = hint: it becomes part of the ids of nodes: one line of printable text without `/`
      """),
    StrategyMistake(
      "a metric that is named as a node is", .canary, "metrics = [{ name = \"analyse\", value = \"./e.sh\", max = 1 }]",
      """
      deploy.toml:11:21: error: with the name `analyse` two nodes would be called `step-1/analyse` [strategy.item-name]
        11 | metrics = [{ name = "analyse", value = "./e.sh", max = 1 }]
           |                     ^^^^^^^^^
            = hint: call it something else
      """),
    StrategyMistake(
      "metrics of one name", .canary,
      "metrics = [{ name = \"e\", value = \"./e.sh\", max = 1 }, { name = \"e\", value = \"./f.sh\", max = 1 }]",
      """
      deploy.toml:11:64: error: with the name `e` two nodes would be called `step-1/e` [strategy.item-name]
        11 | metrics = [{ name = "e", value = "./e.sh", max = 1 }, { name = "e", value = "./f.sh", max = 1 }]
           |                                                                ^^^
            = hint: call it something else
      """),
    StrategyMistake(
      "an answer of Progressive by a template", .canary, "on_failure = \"{{ 'revert_batch' }}\"",
      """
      deploy.toml:11:15: error: a Canary rollout has no batch to revert [strategy.failure]
        11 | on_failure = "{{ 'revert_batch' }}"
           |               ^^^^^^^^^^^^^^^^^^^^
            = hint: write on_failure = "rollback" or "halt"
      """),
    StrategyMistake(
      "nothing to go back by, and an answer by a template that goes back",
      StrategyRunbook.progressive.text("on_failure = \"{{ 'rollback' }}\"").replacing("revert = ", with: "drain = "),
      """
      deploy.toml:11:15: error: a Progressive rollout that goes back needs `revert` [runbook.missing-key]
        11 | on_failure = "{{ 'rollback' }}"
           |               ^^^^^^^^^^^^^^^^
            = hint: write what puts the old version back on a target, or on_failure = "halt":
                [ship]
                type    = "Progressive"
                target  = "api@{{ ENV }}"
                targets = ["web1", "web2", "web3", "web4"]
                update  = "ssh {{ rollout.target }} ./update.sh {{ VERSION | quote }}"
                check   = { url = "http://{{ rollout.target }}:8080/healthz" }
                revert  = "ssh {{ rollout.target }} ./update.sh {{ rollout.previous | quote }}"
      """),
    StrategyMistake(
      "a zone that is like none", .blueGreen, "window = \"mon-fri 09:00-16:00 Nowhere/Atlantis\"",
      """
      deploy.toml:11:10: error: this machine knows no time zone `Nowhere/Atlantis` [strategy.window]
        11 | window = "mon-fri 09:00-16:00 Nowhere/Atlantis"
           |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            = hint: write an offset such as "+02:00", or install the database of time zones (tzdata) if it is missing
      """),
    StrategyMistake(
      "approval of a step that there is not", .blueGreen, "approve = [2]",
      """
      deploy.toml:11:11: error: `approve` names step 2 of 1 [strategy.steps]
        11 | approve = [2]
           |           ^^^
            = hint: write approve = true for all of them
      """),
    StrategyMistake(
      "a lock that lapses at once by a template", .blueGreen,
      "lock = { acquire = \"./a.sh\", release = \"./r.sh\", ttl = \"{{ 0 }}s\" }",
      """
      deploy.toml:11:57: error: `ttl` must be more than nothing, not `0s` [plan.value]
        11 | lock = { acquire = "./a.sh", release = "./r.sh", ttl = "{{ 0 }}s" }
           |                                                         ^^^^^^^^
      """),
    StrategyMistake(
      "a version before that a target tells only later", .progressive,
      "current = \"./v.sh {{ rollout.previous }}\"\ngate = \"./g.sh {{ rollout.previous }}\"",
      """
      deploy.toml:11:30: error: `rollout` of a Progressive rollout has no `previous` here [strategy.name]
        11 | current = "./v.sh {{ rollout.previous }}"
           |                              ^^^^^^^^
            = hint: it has `target`, `batch`, `version`, `run_id`
      deploy.toml:12:27: error: `rollout` of a Progressive rollout has no `previous` here [strategy.name]
        12 | gate = "./g.sh {{ rollout.previous }}"
           |                           ^^^^^^^^
            = hint: it has `batch`, `version`, `run_id`
      """),
    StrategyMistake(
      "a version before that the runbook says, whatever targets tell", .progressive,
      "current = \"./v.sh {{ rollout.previous }}\"\nprevious = \"1.9\"", ""),
    StrategyMistake(
      "approval where there is one batch", .progressive, "batches = [\"100%\"]\napprove = true",
      """
      deploy.toml:12:11: error: `approve` asks nobody: there is one batch, and none behind it [strategy.steps]
        12 | approve = true
           |           ^^^^
            = hint: leave it out; a Manual node before the rollout asks whether it may begin
      """),
    StrategyMistake(
      "approval of the only batch", .progressive, "batches = [\"100%\"]\napprove = [1]",
      """
      deploy.toml:12:11: error: `approve` names batch 1, and none has another one behind it [strategy.steps]
        12 | approve = [1]
           |           ^^^
            = hint: leave it out; a Manual node before the rollout asks whether it may begin
      """),
    StrategyMistake(
      "no approval of the only batch", .progressive, "batches = [\"100%\"]\napprove = false", ""),
    StrategyMistake(
      "a cleanup of the live side", .blueGreen, "cleanup = \"./remove.sh {{ rollout.live }}\"",
      """
      deploy.toml:11:11: error: `cleanup` removes the side without traffic, and names `rollout.live` [strategy.cleanup]
        11 | cleanup = "./remove.sh {{ rollout.live }}"
           |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            = hint: write rollout.idle: cleanup = "./remove.sh {{ rollout.idle }}"
      """),
    StrategyMistake(
      "colors of a template that are the same", .blueGreen, "colors = [\"blue\", \"{{ 'blue' }}\"]",
      """
      deploy.toml:11:10: error: `colors` must be two different names without spaces around them, not "blue", "blue" [runbook.value]
        11 | colors = ["blue", "{{ 'blue' }}"]
           |          ^^^^^^^^^^^^^^^^^^^^^^^^
            = hint: for example colors = ["blue", "green"], which is the default
      """),
    StrategyMistake(
      "a colour of a template that is nothing", .blueGreen, "colors = [\"{{ '' }}\", \"green\"]",
      """
      deploy.toml:11:10: error: `colors` must be two different names without spaces around them, not "", "green" [runbook.value]
        11 | colors = ["{{ '' }}", "green"]
           |          ^^^^^^^^^^^^^^^^^^^^^
            = hint: for example colors = ["blue", "green"], which is the default
      """),
    StrategyMistake(
      "a value of another strategy", .blueGreen, "smoke = \"./smoke.sh {{ rollout.weight }}\"",
      """
      deploy.toml:11:32: error: `rollout` of a BlueGreen rollout has no `weight` here [strategy.name]
        11 | smoke = "./smoke.sh {{ rollout.weight }}"
           |                                ^^^^^^
            = hint: it has `live`, `idle`, `to`, `side`, `version`, `previous`, `run_id`
      """),
    StrategyMistake(
      "a value that is misspelt", .blueGreen, "smoke = \"./smoke.sh {{ rollout.idl }}\"",
      """
      deploy.toml:11:32: error: `rollout` of a BlueGreen rollout has no `idl` here [strategy.name]
        11 | smoke = "./smoke.sh {{ rollout.idl }}"
           |                                ^^^
            = hint: did you mean `idle`?
      """),
    StrategyMistake(
      "a rollout by itself", .blueGreen, "smoke = \"./smoke.sh {{ rollout }}\"",
      """
      deploy.toml:11:24: error: `rollout` is no value by itself [plan.name]
        11 | smoke = "./smoke.sh {{ rollout }}"
           |                        ^^^^^^^
            = hint: write rollout.version, or another of its values
      """),
    StrategyMistake(
      "a version that the run tells", .blueGreen, "version = \"{{ run.id }}\"",
      """
      deploy.toml:11:12: error: `version` must be known before the run [plan.needs-run]
        11 | version = "{{ run.id }}"
           |            ^^^^^^^^^^^^
            = hint: use only variables in it
      """),
    StrategyMistake(
      "approval behind the last batch", .progressive, "approve = [4]",
      """
      deploy.toml:11:11: error: `approve` names batch 4, and only the first 3 have another one behind it [strategy.steps]
        11 | approve = [4]
           |           ^^^
            = hint: write approve = true for all of them
      """),
    StrategyMistake(
      "failures of all", .progressive, "max_failures = 4",
      """
      deploy.toml:11:16: error: `max_failures` (4) lets all 4 targets fail [strategy.targets]
        11 | max_failures = 4
           |                ^
            = hint: a rollout in which nothing works is no success: max_failures = 1, or a part such as "25%"
      """),
    StrategyMistake(
      "a part of them that is all", .progressive, "max_failures = \"100%\"",
      """
      deploy.toml:11:16: error: `max_failures` (4) lets all 4 targets fail [strategy.targets]
        11 | max_failures = "100%"
           |                ^^^^^^
            = hint: a rollout in which nothing works is no success: max_failures = 1, or a part such as "25%"
      """),
    StrategyMistake(
      "a batch of nothing", .progressive, "batches = [0]",
      """
      deploy.toml:11:11: error: a batch must have at least one target [strategy.targets]
        11 | batches = [0]
           |           ^^^
            = hint: for example batches = [1, "25%"]
      """),
    StrategyMistake(
      "no batches", .progressive, "batches = []",
      """
      deploy.toml:11:11: error: a batch must have at least one target [strategy.targets]
        11 | batches = []
           |           ^^
            = hint: for example batches = [1, "25%"]
      """),
    StrategyMistake(
      "a batch that leaves too few", .progressive, "batches = [\"50%\"]\nmin_available = 3",
      """
      deploy.toml:12:17: error: batch 1 takes 2 of 4 targets, which leaves 2, and `min_available` is 3 [strategy.targets]
        12 | min_available = 3
           |                 ^
            = hint: make the batches smaller, as in batches = [1], or lower `min_available`
      """),
    StrategyMistake(
      "a part that is rounded up", .progressive, "batches = [1]\nmin_available = \"95%\"",
      """
      deploy.toml:12:17: error: batch 1 takes 1 of 4 targets, which leaves 3, and `min_available` is 4 [strategy.targets]
        12 | min_available = "95%"
           |                 ^^^^^
            = hint: what is updated is not available: min_available = 3, with batches = [1]
      """),
    StrategyMistake(
      "an answer by a template that must revert", .progressive, "on_failure = \"{{ 'rollback' }}\"",
      """

      """),
  ]

  @Test("are told with their place and what works", arguments: mistakes + times)
  func mistake(mistake: StrategyMistake) {
    #expect(Reading.problems(mistake.runbook) == (mistake.problems.isEmpty ? "" : mistake.problems + "\n"))
  }

  @Test("of too many nodes are told before any is made")
  func tooMany() throws {
    func plan(_ count: Int, _ lines: String) -> (plan: Plan, diagnostics: Diagnostics) {
      let names = (1...count).map { "\"w\($0)\"" }.joined(separator: ",")
      let runbook = StrategyRunbook.progressive.text("batches = [1]\n" + lines)
      return Reading.plan(runbook.replacing("[\"web1\", \"web2\", \"web3\", \"web4\"]", with: "[\(names)]"))
    }
    let (many, diagnostics) = plan(1000, "")
    #expect(diagnostics.items.map(\.id) == ["plan.too-many-instances"])
    #expect(try #require(many.rollout(0)).strategy.members.isEmpty)
    #expect(!plan(1000, "gate = \"./gate.sh\"").diagnostics.hasErrors)
  }

  @Test(
    "are mended by what their hint says",
    arguments: [
      ("min_pass = 30", "hold = \"5m10s\"", StrategyRunbook.canary), ("interval = \"1m\"", "hold = \"4m\"", .canary),
      ("min_available = 4", "batches = [1]", .progressive),
    ])
  func mended(line: String, remedy: String, sample: StrategyRunbook) {
    let problems = Reading.problems(sample.text(line))
    #expect(problems.contains(remedy))
    let mended = sample == .progressive ? "min_available = 3" : line
    #expect(Reading.problems(sample.text("\(mended)\n\(remedy)")).isEmpty)
  }
}
