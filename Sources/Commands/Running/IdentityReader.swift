internal import Audit
internal import Effects
internal import Planning
internal import Text
internal import Values

/// Finds out who runs what from where, for the first record.
enum IdentityReader {
  /// What CI systems say of themselves (`GITHUB_*`, GitLab, Buildkite, Jenkins).
  private static let claimedVariables = [
    "GITHUB_ACTOR", "GITHUB_ACTOR_ID", "GITHUB_TRIGGERING_ACTOR", "GITHUB_REPOSITORY", "GITHUB_REF",
    "GITHUB_SHA", "GITHUB_WORKFLOW", "GITHUB_JOB", "GITHUB_RUN_ID", "GITHUB_RUN_NUMBER", "GITHUB_RUN_ATTEMPT",
    "GITHUB_EVENT_NAME", "RUNNER_NAME", "GITLAB_USER_LOGIN", "CI_PROJECT_PATH", "CI_COMMIT_SHA", "CI_PIPELINE_URL",
    "CI_JOB_URL", "BUILDKITE_BUILD_CREATOR", "BUILDKITE_BUILD_URL", "BUILDKITE_COMMIT", "BUILD_USER_ID", "BUILD_URL",
  ]
  /// A claim longer than this, in bytes, is cut: anybody can set a variable.
  private static let longestClaim = 500

  static func read(
    _ file: RunbookFile, source: SourceText, folder: String, requester: Person, environment: [String: String]
  ) -> RunIdentity {
    var identity = RunIdentity(
      version: Version.current, runbookPath: file.path, runbookDigest: SHA256.hash(source.bytes),
      user: requester.name, userID: requester.userID, host: requester.host,
      process: OwnProcess.number)
    identity.processStart = OwnProcess.startTicks
    identity.boot = OwnProcess.bootID
    identity.sudoUser = requester.sudoUser
    identity.sudoUserID = requester.sudoUserID
    identity.repository = RepositoryReader.read(folder).map {
      RunIdentity.Repository(commit: $0.commit, isDirty: $0.isDirty)
    }
    identity.claims = claims(environment)
    return identity
  }

  private static func cut(_ text: String) -> String {
    text.utf8.count <= longestClaim ? text : String(decoding: text.utf8.prefix(longestClaim), as: UTF8.self)
  }

  private static func claims(_ environment: [String: String]) -> [(name: String, value: String)] {
    var claims = claimedVariables.compactMap { name in
      environment[name].map { (name: name, value: cut($0)) }
    }
    if let link = runLink(environment) { claims.append(("run_url", link)) }
    return claims
  }

  /// Where the job can be seen that this runs in, as GitHub Actions tells.
  static func runLink(_ environment: [String: String]) -> String? {
    guard let server = environment["GITHUB_SERVER_URL"], let repository = environment["GITHUB_REPOSITORY"],
      let run = environment["GITHUB_RUN_ID"]
    else { return nil }
    return cut("\(server)/\(repository)/actions/runs/\(run)")
  }
}
