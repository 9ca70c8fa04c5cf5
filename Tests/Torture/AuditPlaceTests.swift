import Foundation
import TestSupport
import Testing

/// Places where no audit can be written, or should not be (T24).
@Suite("T24: a place that is none for an audit")
struct AuditPlaceTests {
  private static let path = "deploy.audit.jsonl"

  /// What is set up in the folder, how pyflow is started, and what it says.
  private static let places: [(name: String, setup: String, wrapper: [String], words: String)] = [
    ("read-only", "touch F; chmod 400 F", [], "is read-only"),
    ("folder", "mkdir F", [], "not a file"),
    ("link to nothing", "ln -s nowhere F", [], "symbolic link"),
    ("link to a file", "touch other; ln -s other F", [], "symbolic link"),
    ("link to itself", "ln -s F F", [], "symbolic link"),
    ("pipe", "mkfifo F", [], "not a file"),
    ("device", "mknod F c 1 3", [], "not a file"),
    ("writable by anybody", "touch F; chmod 666 F", [], "may be written by anybody"),
    ("of somebody else", "touch F; chmod 600 F; chmod 777 .", stranger, "read-only"),
    ("folder of somebody else", "chmod 755 .", stranger, "Permission denied"),
    (
      "no locks", "true", ["strace", "-qq", "-o", "/dev/null", "-e", "trace=flock", "-e", "inject=flock:error=ENOLCK"],
      "lock"
    ),
    ("text of somebody else", "echo hello > F", [], "does not end with a record"),
  ]

  private static let stranger = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]

  @Test("is refused before the first node, with what to do about it", arguments: places.indices)
  func refused(index: Int) throws {
    guard Machine.isSuperuser(for: "places of others"), Machine.has("strace", for: "no locks") else { return }
    let place = Self.places[index]
    var victim = Victim("[a]\ncommand = \"echo ran > ran\"")
    let folder = victim.program.folder.path
    let setup = place.setup.replacing("F", with: Self.path)
    try #require(Machine.run("sh", "-c", "cd '\(folder)' && \(setup)").isDone)
    victim.program.wrapper = place.wrapper
    let result = victim.program.run("run", "--no-input")
    #expect(result.exit == 74, "\(place.name): \(result.exit) \(result.error)")
    #expect(result.error.contains(place.words), "\(place.name): \(result.error)")
    #expect(result.error.contains("hint: "), "\(place.name): \(result.error)")
    #expect(!victim.program.folder.exists("ran"), "\(place.name)")
  }
}
