#pragma once

#include <cstddef>
#include <cstdint>

namespace hapmill {

/// Returns the number of CPUs that this process may use, from its affinity and the quota of its
/// cgroup; at least 1.
std::size_t usable_cpu_count();

/// The memory of this process as the kernel counts it, in bytes; 0 if the kernel does not report
/// it.
struct MemoryUse {
  std::uint64_t peak_resident;  ///< VmHWM, the largest RSS so far
  std::uint64_t proportional;   ///< the present PSS
};
/// Reads the memory of this process. The kernel visits all pages for the PSS, which takes longer
/// the larger the process is.
MemoryUse read_memory_use();
/// Returns VmHWM alone, in bytes, which is fast.
std::uint64_t read_peak_resident();

}  // namespace hapmill
