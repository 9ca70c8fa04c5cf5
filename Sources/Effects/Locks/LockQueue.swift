internal import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Those who wait for locks and places of this machine, in the order in which they came, whichever runs they belong to.
///
/// Who waits holds a bell, which is a named pipe, and leaves a ticket, which is a link to it, in the folder of everything
/// that it waits for. Who gives something back rings the bell of the first ticket. A bell that nobody holds open belongs
/// to a process that is dead; its tickets are removed by those who meet them.
struct LockQueue {
  /// A place in the queues of some resources.
  struct Ticket: Equatable {
    fileprivate let name: String
    fileprivate let resources: [MachineResource]
  }

  private struct Bell {
    let path: String
    let file: FileDescriptor
  }

  private var bell: Bell?
  private var ticketCount = 0

  /// What can be read when the bell was rung; nothing while nobody has waited.
  var descriptor: FileDescriptor? { bell?.file }

  // MARK: - Waiting

  /// Joins the queues of all these resources.
  mutating func enter(_ resources: [MachineResource], in folder: LockFolder) throws(SystemError) -> Ticket {
    let bell: Bell
    if let own = self.bell { bell = own } else { bell = try Self.makeBell(in: folder) }
    self.bell = bell
    ticketCount += 1
    let moment = String(SystemClock.now().nanoseconds)
    let name = String(repeating: "0", count: max(0, 20 - moment.count)) + "\(moment)-\(getpid())-\(ticketCount)"
    let ticket = Ticket(name: name, resources: resources)
    for resource in resources {
      let queue = folder.queue(of: resource)
      do throws(SystemError) {
        try Folder.make(queue)
        guard link(bell.path, "\(queue)/\(name)") == 0 else { throw .last("link", queue) }
      } catch {
        leave(ticket, in: folder)
        throw error
      }
    }
    return ticket
  }

  /// Leaves the queues.
  func leave(_ ticket: Ticket, in folder: LockFolder) {
    for resource in ticket.resources { unlink("\(folder.queue(of: resource))/\(ticket.name)") }
  }

  /// Takes note that the bell was rung.
  func answer() {
    var buffer = [UInt8](repeating: 0, count: 64)
    guard let file = bell?.file else { return }
    while let count = buffer.withUnsafeMutableBytes({ (try? file.read(into: $0)) ?? nil }), count == buffer.count {}
  }

  /// Takes the bell away.
  mutating func close() {
    guard let bell else { return }
    unlink(bell.path)
    bell.file.close()
    self.bell = nil
  }

  /// A bell gets its name when it is open already: nobody must take it for a dead one's.
  private static func makeBell(in folder: LockFolder) throws(SystemError) -> Bell {
    try Folder.make(folder.waiting)
    for name in Folder.files(in: folder.waiting, suffix: ".bell") { _ = reach("\(folder.waiting)/\(name)") }
    let path = "\(folder.waiting)/\(getpid())-\(OwnProcess.randomBits())"
    guard mkfifo(path, 0o600) == 0 else { throw .last("make pipe", path) }
    // Open for both, so that it does not count as closed when those who ring close their end.
    let number = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
    guard number >= 0 else { throw .last("open", path) }
    let bell = Bell(path: path + ".bell", file: FileDescriptor(number: number))
    guard rename(path, bell.path) == 0 else {
      bell.file.close()
      throw .last("rename", path)
    }
    return bell
  }

  // MARK: - Others

  /// The first of the resources for which somebody waits who came before `ticket`, or at all if there is none.
  static func firstContested(
    of resources: [MachineResource], by ticket: Ticket?, in folder: LockFolder
  ) -> MachineResource? {
    resources.first { resource in
      let queue = folder.queue(of: resource)
      let others = Folder.files(in: queue, suffix: "").prefix { name in ticket.map { name < $0.name } ?? true }
      return others.contains { reach("\(queue)/\($0)") }
    }
  }

  /// Rings for those who have waited longest for each of the resources.
  static func call(_ resources: [MachineResource], in folder: LockFolder) {
    for resource in resources {
      let queue = folder.queue(of: resource)
      _ = Folder.files(in: queue, suffix: "").first { reach("\(queue)/\($0)", rings: true) }
    }
  }

  /// Whether somebody holds the bell at `path`; if not, it is removed.
  private static func reach(_ path: String, rings: Bool = false) -> Bool {
    let number = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
    guard number >= 0 else {
      if errno == ENXIO { unlink(path) }
      return errno != ENXIO && errno != ENOENT
    }
    let file = FileDescriptor(number: number)
    // A bell that is full of rings has been rung.
    if rings { _ = [UInt8(1)].withUnsafeBytes { try? file.write($0) } }
    file.close()
    return true
  }
}
