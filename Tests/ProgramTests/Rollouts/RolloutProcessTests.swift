import TestSupport
import Testing

/// The keys of every node that are about processes (design 3.3), of a rollout.
@Suite("Processes of rollouts")
struct RolloutProcessTests {
  @Test("have the environment, the secrets, the folder and the limits of their rollout")
  func environment() {
    let site = RolloutSite(
      """
      env = { REGION = "eu" }
      secrets = ["TOKEN"]
      working_dir = "sub"
      inherit_env = ["PATH"]
      limits = { files = 77 }
      shell = "bash"
      smoke = "test $TOKEN = opensesame && echo $REGION $(ulimit -n) ${BASH_VERSION:+bash} ${OUTSIDE:-} > seen"
      """, before: "[runbook.secrets]\nTOKEN = { env = \"TOKEN\" }")
    site.program.folder.write("", to: "sub/here")
    for (text, file) in [("blue", "sub/live"), ("", "sub/healthy"), ("", "sub/hook")] {
      site.program.folder.write(text + "\n", to: file)
    }
    var program = site.program
    program.environment = ["TOKEN": "opensesame", "OUTSIDE": "x"]
    let result = program.run("run", "--quiet")
    #expect(result.exit == 0, "\(result.error)")
    #expect(site.text("sub/seen") == "eu 77 bash")
  }
}
