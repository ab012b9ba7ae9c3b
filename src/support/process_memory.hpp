#pragma once

#include <sys/types.h>

#include <cstdint>

namespace hapmill {

/// The memory of a process as the kernel counts it (proc_pid_smaps(5)), in bytes. All are 0 if the
/// process has ended or the kernel does not report them.
struct ProcessMemory {
  std::uint64_t resident = 0;  ///< RSS: all of its pages, shared or not
  std::uint64_t proportional =
      0;                     ///< PSS: each page divided by the number of processes that share it
  std::uint64_t unique = 0;  ///< USS: its unshared pages, which become free when it ends
};

/// Reads the memory of a process.
ProcessMemory read_process_memory(pid_t process);

/// Returns the memory that the system can provide before it swaps (MemAvailable), in bytes; 0 if it
/// is unknown.
std::uint64_t available_memory();

}  // namespace hapmill
