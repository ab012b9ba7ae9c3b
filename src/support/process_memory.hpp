#pragma once

#include <sys/types.h>

#include <cstdint>

namespace hapmill {

/// Memory of a process as the kernel counts it (proc_pid_smaps(5)), in bytes; all 0 where the
/// process is gone or the kernel does not tell.
struct ProcessMemory {
  std::uint64_t resident = 0;      ///< RSS: all pages it has, also those that others have too
  std::uint64_t proportional = 0;  ///< PSS: each page by the share of those who have it
  std::uint64_t unique = 0;        ///< USS: pages that nobody else has, free once it ends
};

ProcessMemory read_process_memory(pid_t process);

/// What the system can give before it swaps (MemAvailable), in bytes; 0 where it does not tell.
std::uint64_t available_memory();

}  // namespace hapmill
