#pragma once

#include <cstddef>
#include <cstdint>

namespace hapmill {

/// CPUs that this process may use: by affinity and by the cgroup's quota, at least 1.
std::size_t usable_cpu_count();

/// Memory of this process as the kernel counts it, in bytes; 0 where it does not tell.
struct MemoryUse {
  std::uint64_t peak_resident;  ///< VmHWM
  std::uint64_t proportional;   ///< PSS, now
};
/// Walks all pages for the PSS: as slow as the process is large.
MemoryUse read_memory_use();
/// VmHWM alone, in bytes; takes no time.
std::uint64_t read_peak_resident();

}  // namespace hapmill
