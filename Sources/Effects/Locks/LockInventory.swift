public import Running

/// What the files of locks and places tell: what is held now, and what is reserved.
public struct LockInventory: Sendable {
  /// A lock or a place that is not free.
  public struct Entry: Sendable, Equatable {
    /// What it is.
    public let resource: MachineResource
    /// Who holds it, or for whom it is reserved; nothing if the file does not tell.
    public let holder: LockHolder?
    /// Whether it is reserved, and not held.
    public let isReserved: Bool
  }

  /// Why a reservation cannot be taken away.
  public enum Refusal: Error, Sendable, Equatable {
    case notReserved
    case held(LockHolder?)
    case system(SystemError)
  }

  private let folder: LockFolder

  /// The inventory of a folder.
  public init(_ folder: LockFolder) {
    self.folder = folder
  }

  /// What is not free, sorted by name; the places of a pool one by one.
  public var entries: [Entry] {
    let locks = entries(".lock") { .lock($0) }
    let reserved = entries(".reserved", isReserved: true) { .lock($0) }
    let held = Set(locks.map(\.resource))
    let all = locks + reserved.filter { !held.contains($0.resource) } + entries(".place") { .pool($0) }
    return all.sorted { ($0.resource.name, $0.holder?.since ?? "") < ($1.resource.name, $1.holder?.since ?? "") }
  }

  private func entries(
    _ suffix: String, isReserved: Bool = false, _ resource: (String) -> MachineResource
  ) -> [Entry] {
    Folder.files(in: folder.path, suffix: suffix).compactMap { file in
      let path = "\(folder.path)/\(file)"
      var name = ""
      let holder = LockHolder(readFrom: path, name: &name)
      // What nobody holds has an empty file, or that of a process that died.
      guard isReserved || (holder != nil && FileDescriptor.isLocked(path) == true) else { return nil }
      let known = name.isEmpty ? String(file.dropLast(suffix.count)) : name
      return Entry(resource: resource(known), holder: holder, isReserved: isReserved)
    }
  }

  /// Takes the reservation of a lock away, or what is left of a run that has died with it; tells whose it was.
  ///
  /// A lock that is held stays held.
  public func breakReservation(of lock: String) throws(Refusal) -> LockHolder? {
    let breaker = LockHolder(run: "", user: "", host: "", process: OwnProcess.number)
    let left = LockHolder(readFrom: folder.file(of: lock))
    let isLeft = left != nil && FileDescriptor.isLocked(folder.file(of: lock)) == false
    guard folder.isReserved(lock) || isLeft else {
      let holder = entries.first { $0.resource == .lock(lock) && !$0.isReserved }
      throw holder.map { .held($0.holder) } ?? .notReserved
    }
    let claim = LockClaim(locks: [lock])
    do throws(MachineLocks.Failure) {
      let locks = try MachineLocks(claim, in: folder, for: breaker, breaks: true)
      locks.release()
      LockQueue.call(claim.resources, in: folder)
      return locks.broken.first?.holder ?? left
    } catch {
      switch error {
      case .busy(_, let holder), .dirty(_, let holder): throw .held(holder)
      case .system(let error): throw .system(error)
      }
    }
  }
}
