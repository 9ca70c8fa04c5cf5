internal import CSystem

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
    var environment: [String]
    var directory: String
    /// Its descriptors 0 to 3.
    var descriptors: [FileDescriptor?]
    /// The terminal whose foreground it becomes.
    var terminal: FileDescriptor?
  }

  /// Starts a program; returns its process.
  static func start(_ request: Request) throws(SystemError) -> Int32 {
    var process: Int32 = 0
    let code = withStrings([request.file]) { file in
      withStrings(request.arguments) { arguments in
        withStrings(request.environment) { environment in
          withStrings([request.directory]) { directory in
            var call = csystem_spawn()
            call.path = UnsafePointer(file[0])
            call.arguments = UnsafePointer(arguments)
            call.environment = UnsafePointer(environment)
            call.directory = UnsafePointer(directory[0])
            let numbers = request.descriptors.map { $0?.number ?? -1 }
            call.descriptors = (numbers[0], numbers[1], numbers[2], numbers[3])
            call.terminal = request.terminal?.number ?? -1
            return csystem_spawn(&call, &process)
          }
        }
      }
    }
    if code != 0 { throw SystemError(operation: "start", subject: request.arguments[0], code: code) }
    return process
  }

  /// Runs `body` with the texts as an array of C strings that ends in a null pointer.
  ///
  /// One buffer holds all of them, because a process's environment can have hundreds.
  private static func withStrings<Result>(
    _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var bytes: [CChar] = []
    var offsets: [Int] = []
    for text in texts {
      offsets.append(bytes.count)
      bytes.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
      bytes.append(0)
    }
    return bytes.withUnsafeMutableBufferPointer { buffer in
      var pointers = offsets.map { buffer.baseAddress?.advanced(by: $0) }
      pointers.append(nil)
      return pointers.withUnsafeMutableBufferPointer { array in
        // The array holds at least its null pointer, so it has an address.
        guard let base = array.baseAddress else { preconditionFailure("an array with elements has an address") }
        return body(base)
      }
    }
  }
}
