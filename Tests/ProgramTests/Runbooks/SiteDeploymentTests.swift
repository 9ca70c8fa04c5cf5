import Foundation
import TestSupport
import Testing

/// The deployment of a site in `runbooks/deploy.toml`, with real files and a real server.
@Suite("The site deployment runbook")
struct SiteDeploymentTests {
  private let program = Program()

  init() {
    program.folder.copy("runbooks/deploy.toml")
    program.folder.copy("runbooks/site")
  }

  private var livePage: String? { program.folder.read("www/current/index.html") }
  private var releases: [String] { program.folder.list("www/releases") }

  private func deploy(_ arguments: String...) -> Program.Result {
    program.run(["run", "--json", "--var", "ENV=staging"] + arguments)
  }

  @Test("puts the page where visitors find it")
  func deploys() throws {
    let result = deploy()
    let run = try #require(result.report?.run)
    #expect(result.exit == 0)
    #expect(livePage?.contains("<h1>Hello from staging</h1>\n  <p>Release \(run)</p>") == true)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: "\(program.folder.path)/www/current")
        == "releases/\(run)")
    #expect(program.folder.exists("www/current/css/style.css"))
    #expect(result.error.contains("» announce: release \(run) is live in staging\n"))
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("checks the page over HTTP where a URL is given")
  func checksOverHTTP() throws {
    try FileManager.default.createDirectory(atPath: "\(program.folder.path)/www", withIntermediateDirectories: true)
    guard let server = WebServer("\(program.folder.path)/www") else {
      return print("skipped: python3 is not installed")
    }
    let result = deploy("--var", "URL=http://127.0.0.1:\(server.port)/current")
    #expect(result.exit == 0)
    #expect(result.report?.nodes.first { $0.id == "fetch" }?.status == "succeeded")
    #expect(result.report?.nodes.first { $0.id == "read" }?.status == "skipped")
  }

  @Test("keeps the last three releases")
  func keepsThree() throws {
    let runs = try (0..<5).map { _ in try #require(deploy().report?.run) }
    #expect(releases == runs.suffix(3))
  }

  @Test("goes back to the release before when the server does not answer")
  func switchesBack() throws {
    let before = try #require(deploy().report?.run)
    // Nobody listens on the discard port of this machine.
    let result = deploy("--var", "URL=http://127.0.0.1:9")
    #expect(result.exit == 1)
    #expect(livePage?.contains("Release \(before)") == true)
    #expect(releases == [before])
    #expect(result.report?.nodes.first { $0.id == "switch_back" }?.status == "succeeded")
    #expect(result.report?.nodes.first { $0.id == "clean" }?.status == "blocked")
    #expect(result.error.contains("✗ alarm: release"))
  }

  @Test("goes back when the page is that of another release")
  func switchesBackFromAnotherPage() throws {
    let before = try #require(deploy().report?.run)
    program.folder.write("<p>no release at all</p>", to: "site/index.html")
    let result = deploy()
    #expect(result.exit == 1)
    #expect(result.report?.ids("failed") == ["check"])
    #expect(livePage?.contains("Release \(before)") == true)
  }

  @Test("leaves nothing live when the very first release is bad")
  func firstReleaseIsBad() {
    let result = deploy("--var", "URL=http://127.0.0.1:9")
    #expect(result.exit == 1)
    #expect(!program.folder.exists("www/current"))
    #expect(releases.isEmpty)
  }

  @Test("takes names with spaces and quotes")
  func hostileNames() {
    let result = deploy("--var", "TARGET=it's a $(place) \"here\"")
    #expect(result.exit == 0)
    #expect(program.folder.exists("it's a $(place) \"here\"/current/index.html"))
  }
}
