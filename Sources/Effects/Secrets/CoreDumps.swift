internal import CSystem

/// Dumps of this process's memory, in which secrets would stand.
public enum CoreDumps {
  /// Has none made of this process from now on; the limit of the processes that it starts stays what it was.
  ///
  /// `PR_SET_DUMPABLE` would do it too, but would hide the environment by which the processes of a run that has died are
  /// found.
  public static func forbid() { _ = csystem_forbid_core_dumps() }
}
