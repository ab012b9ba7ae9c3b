#include "support/process_memory.hpp"

#include <fmt/format.h>

#include "support/proc_file.hpp"

namespace hapmill {

ProcessMemory read_process_memory(pid_t process) {
  ProcessMemory memory;
  for_each_kilobytes(fmt::format("/proc/{}/smaps_rollup", process), [&memory](std::string_view key,
                                                                              std::uint64_t bytes) {
    if (key == "Rss") memory.resident = bytes;
    if (key == "Pss") memory.proportional = bytes;
    if (key == "Private_Clean" || key == "Private_Dirty" || key == "Private_Hugetlb") {
      memory.unique += bytes;
    }
  });
  return memory;
}

std::uint64_t available_memory() { return read_kilobytes("/proc/meminfo", "MemAvailable"); }

}  // namespace hapmill
