import TestSupport
import Testing

/// What a scripted world can do: every feature of a plan, each with scenarios that pass because it goes as it must.
@Suite("A scripted world")
struct ScriptedFeatureTests {
  struct Feature: Sendable, CustomTestStringConvertible {
    let name: String
    let runbook: String
    let scenarios: String
    var files: [String: String] = [:]
    var testDescription: String { name }
  }

  @Test("can do what plans can", arguments: inside + outside)
  func feature(_ feature: Feature) {
    let program = Program(feature.runbook)
    program.folder.write(feature.scenarios, to: "deploy.test.toml")
    for (path, text) in feature.files { program.folder.write(text, to: path, mode: 0o755) }
    let before = program.folder.allFiles
    let result = program.run("test", "deploy.toml")
    #expect(result.exit == 0, "\(result.output)")
    #expect(result.error.isEmpty, "\(result.error)")
    #expect(program.run("test", "deploy.toml").output == result.output)
    #expect(program.folder.allFiles == before)
  }

  /// What happens inside a run.
  private static let inside = [
    Feature(
      name: "retries and their delays",
      runbook: #"""
        [fetch]
        command = "fetch"
        retry = { attempts = 4, delay = "10s", backoff = "exponential", jitter = false }
        """#,
      scenarios: #"""
        [[scenario]]
        name = "the third try succeeds"
        script = { fetch = [7, { result = "fail", take = "5s" }, "pass"] }
        expect = { outcome = "succeeded", within = "37s" }

        [[scenario]]
        name = "no try does"
        script = { fetch = "fail" }
        expect = { outcome = "failed", exit = 1, cause = "fetch" }
        """#),
    Feature(
      name: "polls",
      runbook: #"""
        [ready]
        url = "http://127.0.0.1:9/state"
        poll = { until = "result.json.ready", fail_if = "result.json.state | default('') == 'broken'", every = "10s", timeout = "2m" }
        [errors]
        command = "errors"
        poll = { until = "result.stdout|int < 5", every = "30s", min_pass = 3, of = "observer" }
        """#,
      scenarios: #"""
        [world.says]
        errors = 2

        [[scenario]]
        name = "it becomes ready"
        script = { ready = [{ json = { ready = false }, times = 3 }, { json = { ready = true } }] }
        expect = { outcome = "succeeded", within = "2m", status = { errors = "succeeded" } }

        [[scenario]]
        name = "it breaks"
        script = { ready = [{ json = { ready = false } }, { json = { ready = false, state = "broken" } }] }
        expect = { outcome = "failed", cause = "ready", within = "30s", status = { errors = "blocked" } }

        [[scenario]]
        name = "it never becomes ready"
        script = { ready = { json = { ready = false } } }
        expect = { outcome = "failed", cause = "ready", within = "2m1s" }
        """#),
    Feature(
      name: "iteration, late and early",
      runbook: #"""
        [deploy]
        foreach = ["eu", "us", "asia"]
        command = "deploy {{ item }}"
        max_failures = 1
        rollback = "undo {{ item }}"
        [find]
        command = "find hosts"
        parse = "lines"
        [check]
        foreach = "{{ nodes.find.json }}"
        command = "check {{ item }}"
        [done]
        command = "echo done"
        """#,
      scenarios: #"""
        [world.says]
        find = "a\nb\n"

        [[scenario]]
        name = "one region may fail, and is undone at once"
        script = { "deploy[us]" = "fail" }
        expect = { outcome = "succeeded", ran = ["deploy[us]!rollback", "check[a]", "check[b]", "done"], never = ["deploy[eu]!rollback", "check[c]"], status = { "deploy[us]" = "failed", deploy = "succeeded" } }

        [[scenario]]
        name = "a host that was found is sick"
        script = { "check[b]" = 3 }
        expect = { outcome = "rolled_back", cause = "check[b]", ran = ["deploy[*!rollback"], never = ["done"] }
        """#),
    Feature(
      name: "nested runbooks",
      runbook: #"""
        [before]
        command = "a"
        [region]
        runbook = "region.toml"
        variables = { NAME = "eu" }
        [after]
        command = "use {{ nodes.region.outputs.place }}"
        """#,
      scenarios: #"""
        [world.says]
        "region/find" = "place of {{ world.which }}"
        [world]
        which = "eu"

        [[scenario]]
        name = "the inner nodes can be named"
        expect = { outcome = "succeeded", order = ["before", "region/find", "region/use", "after"] }

        [[scenario]]
        name = "what fails inside is undone inside"
        script = { "region/use" = "fail" }
        expect = { outcome = "rolled_back", ran = ["region/find!rollback"], never = ["after"], status = { region = "failed", after = "blocked" } }
        """#,
      files: [
        "region.toml": #"""
        [runbook]
        outputs = { place = "{{ nodes.find.stdout }}" }
        [variables]
        NAME = { required = true }
        [find]
        command = "find {{ NAME }}"
        rollback = "lose {{ NAME }}"
        [use]
        command = "use {{ nodes.find.stdout }}"
        """#
      ]),
    Feature(
      name: "functions",
      runbook: #"""
        [pause]
        function = "sleep"
        params = { duration = "10m" }
        [write]
        function = "write_file"
        params = { path = "out.txt", content = "hello" }
        [sum]
        function = "checksum"
        params = { path = "out.txt" }
        [show]
        function = "assert"
        params = { condition = "nodes.sum.outputs.sha256 == nodes.write.outputs.sha256 and nodes.write.outputs.bytes == 5" }
        [remember]
        function = "set"
        params = { key = "last", value = "v2" }
        [recall]
        command = "echo {{ kv.get('last') }}"
        when = "kv.get('last') == 'v2' and nodes.remember.outputs.previous == 'v1'"
        [forget]
        function = "set"
        params = { key = "last", delete = true }
        [forgotten]
        command = "echo forgotten"
        when = "kv.get('last', 'nothing') == 'nothing' and nodes.forget.outputs.previous == 'v2'"
        [download]
        function = "checksum"
        params = { path = "download.bin", expected = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" }
        [same]
        function = "assert"
        params = { condition = "nodes.download.outputs.sha256 == '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'" }
        [wait]
        function = "wait_for"
        params = { port = 8080, timeout = "1m" }
        """#,
      scenarios: #"""
        [[scenario]]
        name = "functions that only compute do what they do"
        kv = { last = "v1" }
        expect = { outcome = "succeeded", ran = ["recall", "forgotten", "same"], within = "11m" }

        [[scenario]]
        name = "what is waited for does not come"
        script = { wait = "timeout" }
        kv = { last = "v1" }
        expect = { outcome = "failed", cause = "wait" }

        [[scenario]]
        name = "a file cannot be written"
        script = { write = "fail" }
        expect = { outcome = "failed", cause = "write", never = ["sum"] }
        """#),
    Feature(
      name: "plugins",
      runbook: #"""
        [find]
        function = "count"
        plugin = "inventory"
        params = { what = "hosts" }
        [use]
        command = "use {{ nodes.find.outputs.number }}"
        when = "nodes.find.outputs.number > 3"
        """#,
      scenarios: #"""
        [[scenario]]
        name = "a plugin gives what the script says"
        script = { find = { outputs = { number = 5 } } }
        expect = { outcome = "succeeded", ran = ["use"] }

        [[scenario]]
        name = "it gives something else"
        script = { find = { outputs = { number = 2 } } }
        expect = { outcome = "succeeded", status = { use = "skipped" } }

        [[scenario]]
        name = "it fails"
        script = { find = "fail" }
        expect = { outcome = "failed", cause = "find" }
        """#,
      files: [
        ".pyflow/plugins/pyflow-plugin-inventory": #"""
        #!/bin/sh
        while IFS= read -r request; do
          case $request in
          *'"type":"describe"'*)
            echo '{"id":1,"type":"describe","protocol":1,"name":"inventory","version":"1.0","functions":[{"name":"count","parameters":[{"name":"what","type":"string"}]}]}' ;;
          *'"type":"call"'*) touch called ;;
          *'"type":"close"'*) exit 0 ;;
          esac
        done
        """#
      ]),
    Feature(
      name: "conditions, unless, outputs",
      runbook: #"""
        [runbook]
        outputs = { url = "{{ nodes.make.outputs.url }}", tier = "{{ TIER }}" }
        [variables]
        TIER = { default = "test", choices = ["test", "prod"] }
        [make]
        command = "make"
        parse = "json"
        outputs = { url = "{{ result.json.url }}" }
        [migrate]
        command = "migrate"
        unless = "check-migration"
        [prod_only]
        command = "x"
        when = "TIER == 'prod'"
        """#,
      scenarios: #"""
        [world.says]
        make = { url = "https://example.com/1" }

        [[scenario]]
        name = "outputs come from what nodes print"
        expect = { outcome = "succeeded", outputs = { url = "https://example.com/1", tier = "{{ TIER }}" }, status = { prod_only = "skipped", migrate = "succeeded" } }

        [[scenario]]
        name = "it is migrated already"
        vars = { TIER = "prod" }
        script = { "migrate!unless" = "pass" }
        expect = { outcome = "succeeded", status = { migrate = "unchanged" }, never = ["migrate"], ran = ["prod_only"] }
        """#),
  ]
}
