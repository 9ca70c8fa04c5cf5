import Testing

@testable import Effects

/// Which addresses a host has without a resolver.
@Suite("The addresses of hosts")
struct HostsFileTests {
  private static let text = """
    # 10.0.0.1 db
    127.0.0.1   localhost
    10.0.0.2\tdb  DB.internal  # the old one
    ::2 db
    10.0.0.3 database

    """

  @Test(
    "are in the file, whole names alone, without regard to case",
    arguments: [
      ("db", ["10.0.0.2", "::2"]), ("db.INTERNAL", ["10.0.0.2"]), ("dat", []), ("10.0.0.3", []), ("old", []),
    ])
  func file(name: String, addresses: [String]) {
    #expect(HostsFile.addresses(of: name, in: Self.text) == addresses)
  }

  @Test(
    "are what they say, or those of this machine",
    arguments: [
      ("10.1.2.3", ["10.1.2.3"]), ("::1", ["::1"]), ("[fe80::1]", ["fe80::1"]), ("LocalHost", ["127.0.0.1", "::1"]),
    ])
  func written(name: String, addresses: [String]) {
    #expect(HostsFile.addresses(of: name) == addresses)
  }
}
