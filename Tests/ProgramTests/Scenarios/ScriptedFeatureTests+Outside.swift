/// What is around a run: locks, people, servers, signals, channels, traffic.
extension ScriptedFeatureTests {
  static let outside = [
    Feature(
      name: "locks, pools and breakers",
      runbook: #"""
        [runbook]
        pools = { api = 1 }
        lock = "site"
        [a]
        command = "a"
        pool = "api"
        depends_on = []
        [b]
        command = "b"
        pool = "api"
        depends_on = []
        [c]
        command = "c"
        lock = "db"
        depends_on = []
        [pay]
        command = "pay"
        breaker = { name = "pay", threshold = 2, cooldown = "30s" }
        retry = { attempts = 5, delay = "1s", backoff = "constant", jitter = false }
        depends_on = []
        """#,
      scenarios: #"""
        [[scenario]]
        name = "a pool of one place makes them wait for each other"
        script = { a = { take = "10s" }, b = { take = "10s" } }
        expect = { outcome = "succeeded", within = "21s", order = ["a", "b"] }

        [[scenario]]
        name = "a lock that another run holds is waited for"
        script = { "c!lock" = { take = "1m" } }
        expect = { outcome = "succeeded", within = "62s", order = ["a", "c"] }

        [[scenario]]
        name = "the breaker opens"
        script = { pay = ["fail", "fail", "pass"] }
        expect = { outcome = "failed", cause = "pay", notified = ["breaker.opened"], within = "5s" }

        [[scenario]]
        name = "the breaker stays closed"
        script = { pay = ["fail", "pass"] }
        expect = { outcome = "succeeded" }
        """#),
    Feature(
      name: "rollback that asks, irreversible, confirm",
      runbook: #"""
        [runbook]
        rollback = "ask"
        [make]
        command = "make"
        rollback = "unmake"
        [migrate]
        command = "migrate"
        irreversible = true
        confirm = "is-migrated"
        [check]
        command = "check"
        """#,
      scenarios: #"""
        [[scenario]]
        name = "without a terminal a person is needed"
        script = { check = "fail" }
        expect = { outcome = "halted", exit = 5, never = ["make!rollback"] }

        [[scenario]]
        name = "at a terminal it asks, and is told to"
        terminal = true
        script = { check = "fail" }
        expect = { outcome = "rolled_back", ran = ["make!rollback"] }

        [[scenario]]
        name = "at a terminal it asks, and is told not to"
        terminal = true
        script = { check = "fail", "!rollback" = "reject" }
        expect = { outcome = "failed", never = ["make!rollback"] }

        [[scenario]]
        name = "nobody wants what cannot be undone"
        script = { "migrate!irreversible" = "reject" }
        expect = { never = ["migrate", "check"], cause = "migrate" }
        """#),
    Feature(
      name: "HTTP",
      runbook: #"""
        [create]
        url = "https://api.example.com/orders"
        method = "POST"
        json = { n = 1 }
        expect_status = [201, 409]
        idempotent = true
        retry = { attempts = 3, delay = "1s", on = [429, 503] }
        [follow]
        command = "follow {{ nodes.create.headers.location }}"
        when = "nodes.create.json.id == 7"
        """#,
      scenarios: #"""
        [[scenario]]
        name = "it is created at the second try"
        script = { create = [{ status = 429, headers = { "Retry-After" = "30" } }, { status = 201, json = { id = 7 }, headers = { Location = "/orders/7" } }] }
        expect = { outcome = "succeeded", ran = ["follow"] }

        [[scenario]]
        name = "nobody knows the host"
        script = { create = "unknown" }
        expect = { outcome = "failed", cause = "create", status = { follow = "blocked" } }

        [[scenario]]
        name = "it takes too long"
        script = { create = "timeout" }
        expect = { outcome = "failed", within = "2m" }
        """#),
    Feature(
      name: "signals and deaths",
      runbook: #"""
        [a]
        command = "a"
        rollback = "undo a"
        [b]
        command = "b"
        rollback = "undo b"
        idempotent = true
        [c]
        command = "c"
        timeout = "1m"
        """#,
      scenarios: #"""
        [[scenario]]
        name = "Ctrl-C"
        script = { b = { result = "cancel", take = "20s" } }
        expect = { outcome = "cancelled", exit = 130, order = ["b!rollback", "a!rollback"] }

        [[scenario]]
        name = "killed twice"
        script = { b = "crash", "b!rollback" = "crash" }
        expect = { outcome = "rolled_back", ran = ["a!rollback"], never = ["c"] }

        [[scenario]]
        name = "it hangs, and is killed"
        script = { c = "hang" }
        expect = { outcome = "rolled_back", cause = "c", within = "2m" }
        """#),
    Feature(
      name: "Ctrl-C while traffic is moved",
      runbook: #"""
        [ship]
        type = "BlueGreen"
        target = "api"
        active = "./lb.sh live"
        deploy = "./deploy.sh {{ rollout.idle }}"
        check = "./check.sh {{ rollout.side }}"
        switch = "./lb.sh point {{ rollout.to }}"
        """#,
      scenarios: #"""
        [[scenario]]
        name = "it has been moved"
        script = { "ship/switch" = { result = "cancel", take = "2m", moves = true } }
        expect = { outcome = "cancelled", exit = 130, ran = ["ship/undo-switch"], world.live = "blue" }

        [[scenario]]
        name = "it has not"
        script = { "ship/switch" = { result = "cancel", take = "2m", moves = false } }
        expect = { outcome = "cancelled", exit = 130, never = ["ship/undo-switch"], world.live = "blue" }
        """#),
    Feature(
      name: "channels",
      runbook: #"""
        [runbook.notify.chat]
        kind = "slack"
        url = "{{ secrets.HOOK }}"
        on = ["run.failed", "node.message"]
        fallback = "log"
        [runbook.notify.log]
        kind = "command"
        command = "cat"
        on = ["run.started"]
        [runbook.secrets]
        HOOK = { env = "CHAT_HOOK" }
        [tell]
        function = "notify"
        params = { message = "hello", channel = "chat" }
        [work]
        command = "work {{ secrets.HOOK }}"
        """#,
      scenarios: #"""
        [[scenario]]
        name = "who hears what"
        script = { work = "fail" }
        expect = { outcome = "failed", notified = ["run.failed", "chat:node.message", "chat:run.failed", "log:run.started"] }

        [[scenario]]
        name = "the chat is down, and the log hears it"
        script = { work = "fail", "channel:chat" = { status = 500 } }
        expect = { outcome = "failed", notified = ["log:run.failed", "log:node.message"] }
        """#),
    Feature(
      name: "environments and env",
      runbook: #"""
        [runbook.environments.prod]
        HOST = "prod.example.com"
        [variables]
        HOST = "localhost"
        [a]
        command = "ssh {{ HOST }} {{ env.USER_NAME }}"
        when = "HOST == 'prod.example.com' and env.USER_NAME == 'ann'"
        """#,
      scenarios: #"""
        [[scenario]]
        name = "prod"
        environment = "prod"
        env = { USER_NAME = "ann" }
        expect = { outcome = "succeeded", ran = ["a"] }

        [[scenario]]
        name = "here"
        env = { USER_NAME = "ann" }
        expect = { outcome = "succeeded", status = { a = "skipped" } }
        """#),
    Feature(
      name: "canary",
      runbook: #"""
        [ship]
        type = "Canary"
        target = "api"
        deploy = "./deploy.sh"
        shift = "./lb.sh {{ rollout.weight }}"
        weight = "./lb.sh weight"
        check = "./check.sh"
        metrics = [{ name = "errors", value = "./errors.sh", max = 5 }, { name = "hits", value = "./hits.sh", min = 90 }]
        """#,
      scenarios: #"""
        [[scenario]]
        name = "healthy"
        expect = { outcome = "succeeded", world.weight = 100, status = { ship = "succeeded" } }

        [[scenario]]
        name = "sick at 25 %"
        script = { "ship/step-2/analyse" = "fail" }
        expect = { outcome = "rolled_back", world.weight = 0, never = ["ship/step-3/shift", "ship/promote"] }

        [[scenario]]
        name = "too many errors"
        world = { says = { "ship/step-1/errors" = "{{ 7 }}" } }
        expect = { outcome = "rolled_back", cause = "ship/step-1/errors", world = { weight = "0" } }
        """#),
    Feature(
      name: "operators of rollouts",
      runbook: #"""
        [ship]
        type = "Canary"
        target = "api"
        version = "2.0"
        deploy = "./deploy.sh"
        shift = "./lb.sh {{ rollout.weight }}"
        weight = "./lb.sh weight"
        check = "./check.sh"
        approve = [2]
        [swap]
        type = "BlueGreen"
        target = "web"
        version = "2.0"
        active = "./lb.sh live"
        deploy = "./deploy.sh"
        check = "./check.sh"
        switch = "./lb.sh point {{ rollout.to }}"
        depends_on = []
        """#,
      scenarios: #"""
        [[scenario]]
        name = "it is promoted at 5 %"
        script = { "ship/step-1/analyse" = ["pass", { result = "promote", take = "4s" }] }
        expect = { outcome = "succeeded", world.weight = 100, ran = ["ship/promote"], never = ["ship/step-2/*"] }

        [[scenario]]
        name = "it is promoted by somebody else than who is asked"
        script = { "ship/step-2/approve" = "promote" }
        expect = { outcome = "succeeded", world.weight = 100, never = ["ship/step-3/*"] }

        [[scenario]]
        name = "nobody answers, and somebody has it go back"
        script = { "ship/step-2/approve" = "abort" }
        expect = { outcome = "rolled_back", exit = 4, cause = "ship", world.weight = 0, world.live = "blue" }

        [[scenario]]
        name = "the other one goes back, and takes the run with it"
        script = { "swap/soak" = ["pass", "abort"] }
        expect = { outcome = "rolled_back", exit = 4, cause = "swap", status = { swap = "rolled_back" }, world.live = "blue" }

        [[scenario]]
        name = "what changes something has its time"
        script = { "ship/deploy" = { result = "abort", take = "4s" } }
        expect = { outcome = "rolled_back", exit = 4, cause = "ship", never = ["ship/verify", "ship/step-1/shift"] }

        [[scenario]]
        name = "what was to go back does so when pyflow has died and the run goes on"
        resume = true
        script = { "ship/soak" = "abort", "ship/undo-shift" = "crash" }
        expect = { outcome = "rolled_back", exit = 4, world.weight = 0 }
        """#),
    Feature(
      name: "progressive",
      runbook: #"""
        [variables]
        VERSION = "2.0"
        [ship]
        type = "Progressive"
        target = "api"
        targets = ["web1", "web2", "web3", "web4"]
        version = "{{ VERSION }}"
        previous = "1.9"
        update = "ssh {{ rollout.target }} update {{ VERSION }}"
        check = "curl {{ rollout.target }}"
        revert = "ssh {{ rollout.target }} update {{ rollout.previous }}"
        """#,
      scenarios: #"""
        [[scenario]]
        name = "healthy"
        expect = { outcome = "succeeded", world.version = "2.0" }

        [[scenario]]
        name = "web3 is sick"
        script = { "ship/batch-3/web3/verify" = "fail" }
        expect = { outcome = "rolled_back", world.version = { web1 = "1.9", web3 = "1.9", web4 = "1.9" }, never = ["ship/batch-4/*"] }
        """#),
  ]
}
