import TestSupport
import Testing

@Suite("version and help")
struct VersionTests {
  @Test("--version prints the name and the version")
  func version() {
    let result = Program().run("--version")
    #expect(result.output == "pyflow 0.1.0\n")
    #expect(result.error == "")
    #expect(result.exit == 0)
  }
}
