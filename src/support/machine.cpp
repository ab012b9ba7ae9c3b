#include "support/machine.hpp"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>

#include "support/proc_file.hpp"

namespace hapmill {

namespace {

/// Returns the number of CPUs whose time a cgroup (version 2) may use; 0 if there is no limit.
double cgroup_cpus(std::string const& folder) {
  std::ifstream file{folder + "/cpu.max"};
  std::string quota;
  double period = 0;
  if (!(file >> quota >> period) || quota == "max" || period <= 0) return 0;
  return std::stod(quota) / period;
}

std::string own_cgroup() {
  std::ifstream file{"/proc/self/cgroup"};
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("0::")) return line.substr(3);
  }
  return "/";
}

}  // namespace

std::size_t usable_cpu_count() {
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  int const affinity = sched_getaffinity(0, sizeof(cpus), &cpus) == 0 ? CPU_COUNT(&cpus) : 1;
  auto count = static_cast<double>(affinity);
  // Each cgroup from the process's own up to the root may set a limit.
  std::string group = own_cgroup();
  while (true) {
    double const limit = cgroup_cpus("/sys/fs/cgroup" + group);
    if (limit > 0) count = std::min(count, std::ceil(limit));
    if (group.empty() || group == "/") break;
    group.resize(group.rfind('/'));
  }
  return static_cast<std::size_t>(std::max(count, 1.0));
}

MemoryUse read_memory_use() {
  return {.peak_resident = read_peak_resident(),
          .proportional = read_kilobytes("/proc/self/smaps_rollup", "Pss")};
}

std::uint64_t read_peak_resident() { return read_kilobytes("/proc/self/status", "VmHWM"); }

}  // namespace hapmill
