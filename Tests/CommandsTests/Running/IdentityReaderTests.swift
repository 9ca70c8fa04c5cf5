import Effects
import TestSupport
import Testing
import Text
import Values

@testable import Commands

@Suite("Who runs it")
struct IdentityReaderTests {
  private let folder = TemporaryFolder()

  private func claims(_ environment: [String: String]) -> [String] {
    IdentityReader.read(
      RunbookFile(path: "deploy.toml"), source: SourceText(name: "deploy.toml", bytes: Array("text".utf8)),
      folder: folder.path, requester: UserDatabase.currentPerson(environment), environment: environment
    ).claims.map { "\($0.name)=\($0.value)" }
  }

  @Test("is this process, its user and its machine")
  func own() {
    let environment = ["SUDO_USER": "eve", "SUDO_UID": "4711", "USER": "somebody else"]
    let identity = IdentityReader.read(
      RunbookFile(path: "sub/deploy.toml"), source: SourceText(name: "x", bytes: Array("text".utf8)),
      folder: folder.path, requester: UserDatabase.currentPerson(environment), environment: environment)
    #expect(identity.sudoUserID == 4711)
    #expect(identity.version == Version.current && identity.runbookPath == "sub/deploy.toml")
    #expect(identity.runbookDigest == SHA256.hash(Array("text".utf8)))
    #expect(identity.user == UserDatabase.currentUserName && identity.userID == UserDatabase.currentUserID)
    #expect(identity.host == OwnProcess.hostName && identity.process == OwnProcess.number)
    #expect(identity.processStart == OwnProcess.startTicks && identity.boot == OwnProcess.bootID)
    #expect(identity.sudoUser == "eve" && identity.repository == nil && identity.claims.isEmpty)
  }

  @Test("what a CI system says is claimed, and nothing else of the environment")
  func ci() {
    #expect(
      claims([
        "GITHUB_ACTOR": "ann", "GITHUB_RUN_ID": "42", "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "o/r", "GITHUB_TOKEN": "secret", "AWS_SECRET_ACCESS_KEY": "secret", "PATH": "/bin",
      ]) == [
        "GITHUB_ACTOR=ann", "GITHUB_REPOSITORY=o/r", "GITHUB_RUN_ID=42",
        "run_url=https://github.com/o/r/actions/runs/42",
      ])
  }

  @Test("claims are cut by bytes, whatever they are made of")
  func cut() {
    let accents = "e" + String(repeating: "\u{301}", count: 100_000)
    #expect((claims(["GITHUB_ACTOR": accents]).first?.utf8.count ?? .max) < 520)
    let exact = String(repeating: "x", count: 500)
    #expect(claims(["GITHUB_ACTOR": exact + "y"]) == ["GITHUB_ACTOR=\(exact)"])
  }
}
