import Foundation
import Running
import TestSupport
import Testing

@testable import Effects

// Most are in processes of their own: a program that another test is starting holds every descriptor for a moment.
@Suite("Those who want locks and places of the machine")
struct LockDeskTests {
  private static func desk(_ run: String, _ session: TemporaryFolder) -> LockDesk {
    LockDesk(
      holder: LockHolder(run: run, user: "eve", host: "here", process: Int(getpid())), session: session.path)
  }

  private static func places(_ amount: Int, of capacity: Int) -> LockClaim {
    LockClaim(locks: [], places: [LockClaim.Places(pool: "machine:p", amount: amount, capacity: capacity)])
  }

  private static let site = LockClaim(locks: ["site"])

  /// Whether a request was granted at once, was not, or could not be.
  private static func word(_ outcome: LockOutcome) -> String {
    switch outcome {
    case .acquired: "acquired"
    case .busy(let resource, let holder): "\(resource.text) \(holder?.run ?? "-")"
    case .dirty(let resource, let holder): "\(resource.text) left by \(holder?.run ?? "-")"
    case .failed(let message): message
    }
  }

  /// Those who hear that their turn has come because a bell was rung, or because of the time if it is `later`.
  private static func turns(_ desk: inout LockDesk, later: Bool = false) -> [Int] {
    guard let bell = desk.bell else { return [] }
    var entry = pollfd(fd: bell.number, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, 0) == 1 || later else { return [] }
    desk.hearBell()
    return desk.tryAgain(at: SystemClock.now()).map(\.owner)
  }

  @Test("share the places of a pool, all of what they want or nothing")
  func places() async {
    await #expect(processExitsWith: .success) {
      let session = TemporaryFolder()
      var first = Self.desk("1", session)
      var second = Self.desk("2", session)
      #expect(first.request(Self.places(2, of: 3), for: 0) == .acquired())
      #expect(Self.word(second.request(Self.places(2, of: 3), for: 0, waits: false)) == "pool `machine:p` 1")
      #expect(second.request(Self.places(1, of: 3), for: 1) == .acquired())
      #expect(Self.word(first.request(Self.places(1, of: 3), for: 1)) == "pool `machine:p` 2")
      second.release(1)
      #expect(Self.turns(&first) == [1])
      first.releaseAll()
      #expect(second.request(Self.places(3, of: 3), for: 2) == .acquired())
      second.releaseAll()
      #expect(session.list("pyflow/waiting") == ["machine%3Ap.pool"])
      #expect(session.list("pyflow/waiting/machine%3Ap.pool") == [])
    }
  }

  @Test("get their turns in the order in which they came, whichever run they are of")
  func order() async {
    await #expect(processExitsWith: .success) {
      let session = TemporaryFolder()
      var desks = (0..<3).map { Self.desk("\($0)", session) }
      #expect(desks[0].request(Self.site, for: 0) == .acquired())
      for index in [2, 1] { #expect(Self.word(desks[index].request(Self.site, for: index)) == "lock `site` 0") }
      desks[0].release(0)
      // Free, but others came before.
      #expect(Self.word(desks[0].request(Self.site, for: 5)) == "lock `site` -")
      #expect(Self.turns(&desks[1]) == [])
      #expect(Self.turns(&desks[2]) == [2])
      desks[2].release(2)
      #expect(Self.turns(&desks[0]) == [])
      #expect(Self.turns(&desks[1]) == [1])
      desks[1].release(1)
      #expect(Self.turns(&desks[0]) == [5])
      for index in desks.indices { desks[index].releaseAll() }
    }
  }

  @Test("hold up those after them until they leave, and a pool calls the next one when it has more")
  func leaving() async {
    await #expect(processExitsWith: .success) {
      let session = TemporaryFolder()
      var desks = (0..<4).map { Self.desk("\($0)", session) }
      #expect(desks[0].request(Self.places(1, of: 2), for: 0) == .acquired())
      _ = desks[1].request(Self.places(2, of: 2), for: 1)
      #expect(Self.word(desks[2].request(Self.places(1, of: 2), for: 2)) == "pool `machine:p` 0")
      desks[1].release(1)
      #expect(Self.turns(&desks[2]) == [2])
      _ = desks[1].request(Self.places(1, of: 2), for: 1)
      _ = desks[3].request(Self.places(1, of: 2), for: 3)
      desks[0].release(0)
      desks[2].release(2)
      #expect(Self.turns(&desks[1]) == [1])
      #expect(Self.turns(&desks[3]) == [3])
      for index in desks.indices { desks[index].releaseAll() }
    }
  }

  @Test("do not wait for the dead, neither for what these held nor for their places in the queue")
  func dead() async {
    await #expect(processExitsWith: .success) {
      let session = TemporaryFolder()
      var desk = Self.desk("1", session)
      #expect(desk.request(Self.site, for: 0) == .acquired())
      let child = Process()
      child.executableURL = URL(fileURLWithPath: "/bin/sh")
      // What a process that waited and was killed leaves: a bell that nobody holds, and a ticket.
      let queue = "\(session.path)/pyflow/waiting/site.lock"
      let bell = "\(session.path)/pyflow/waiting/1.bell"
      child.arguments = ["-c", "mkdir -p '\(queue)'; mkfifo '\(bell)'; ln '\(bell)' '\(queue)/0-1-1'"]
      try child.run()
      child.waitUntilExit()
      var other = Self.desk("2", session)
      #expect(Self.word(other.request(Self.site, for: 7)) == "lock `site` 1")
      desk.release(0)
      #expect(Self.turns(&other) == [7])
      #expect(session.list("pyflow/waiting/site.lock") == [])
      other.releaseAll()
      #expect(session.list("pyflow/waiting") == ["site.lock"])
    }
  }

  @Test("try again by themselves, because those who are killed ring no bells")
  func unasked() async {
    await #expect(processExitsWith: .success) {
      let session = TemporaryFolder()
      let folder = try LockFolder(session: session.path)
      let locks = try MachineLocks(Self.site, in: folder, for: LockHolder(run: "1", user: "", host: "", process: 1))
      var desk = Self.desk("2", session)
      #expect(Self.word(desk.request(Self.site, for: 0)) == "lock `site` 1")
      let due = try #require(desk.nextTry)
      locks.release()
      #expect(Self.turns(&desk) == [])
      #expect(desk.tryAgain(at: due.advanced(by: .nanoseconds(-1))).isEmpty)
      #expect(desk.tryAgain(at: due).map(\.owner) == [0])
      #expect(desk.nextTry == nil)
      desk.releaseAll()
    }
  }

  @Test("count as many places as their own runbook says, and leave the first to those that have fewer")
  func capacities() async {
    await #expect(processExitsWith: .success) {
      let session = TemporaryFolder()
      var desk = Self.desk("1", session)
      #expect(desk.request(Self.places(1, of: 3), for: 0) == .acquired())
      #expect(desk.request(Self.places(1, of: 3), for: 1) == .acquired())
      #expect(desk.request(Self.places(1, of: 1), for: 2) == .acquired())
      #expect(Self.word(desk.request(Self.places(1, of: 1), for: 3, waits: false)) == "pool `machine:p` 1")
      #expect(Self.word(desk.request(Self.places(1, of: 3), for: 3, waits: false)) == "pool `machine:p` 1")
      desk.releaseAll()
    }
  }
}
