internal import CSystem
internal import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Starts programs.
enum Spawner {
  /// What a program is started with.
  struct Request {
    var file: String
    var arguments: [String]
    var environment: ProcessEnvironment
    var directory: String
    /// Its descriptors, from 0 to at most 4.
    var descriptors: [FileDescriptor?]
    /// The terminal whose foreground it becomes.
    var terminal: FileDescriptor?
    var limits: ProcessLimits?
  }

  static let startOperation = "start"

  /// Starts a program; returns its process, and a descriptor that tells its end where the system has such a one.
  static func start(_ request: Request) throws(SystemError) -> (process: Int32, handle: FileDescriptor?) {
    var process: Int32 = 0
    var handle: Int32 = -1
    var limits = csystem_limits(request.limits ?? ProcessLimits())
    let code = CStrings.with([request.file, request.directory]) { paths in
      CStrings.with(request.arguments) { arguments in
        request.environment.withPointers { environment in
          var call = csystem_spawn()
          call.path = UnsafePointer(paths[0])
          call.arguments = UnsafePointer(arguments.baseAddress)
          call.environment = UnsafePointer(environment.baseAddress)
          call.directory = UnsafePointer(paths[1])
          let numbers = request.descriptors.map { $0?.number ?? -1 } + [-1, -1]
          call.descriptors = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
          call.terminal = request.terminal?.number ?? -1
          guard request.limits != nil else { return csystem_spawn(&call, &process, &handle) }
          return withUnsafeMutablePointer(to: &limits) { pointer in
            call.limits = pointer
            return csystem_spawn(&call, &process, &handle)
          }
        }
      }
    }
    if code != 0, let name = limits.refused {
      throw SystemError(operation: "set", subject: "limits.\(String(cString: name))", code: code)
    }
    if code != 0 { throw SystemError(operation: startOperation, subject: request.arguments[0], code: code) }
    return (process, handle < 0 ? nil : FileDescriptor(number: handle))
  }
}

extension csystem_limits {
  /// The limits as the C part takes them.
  fileprivate init(_ limits: ProcessLimits) {
    self.init()
    cpu = Int64(limits.cpu?.seconds ?? -1)
    memory = Int64(limits.memory?.bytes ?? -1)
    files = Int64(limits.files?.count ?? -1)
    nice = Int32(limits.nice?.number ?? 0)
  }
}
