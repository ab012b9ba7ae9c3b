#include "support/memory_profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "hapmill/support/errors.hpp"

namespace hapmill {

MemoryProfile::MemoryProfile(std::optional<OutputPath> const& path) {
  if (!path) return;
  path_ = path->text();
  file_.open(path_, std::ios::trunc);
  if (!file_) {
    throw OutputError{
        fmt::format("cannot write the memory profile {}: {}", path_, std::strerror(errno))};
  }
  file_ << "seconds,process,pid,rss,pss,uss,mem_available\n" << std::flush;
}

void MemoryProfile::sample(std::span<ProfiledProcess const> processes) {
  double const seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
  std::uint64_t const available = available_memory();
  std::uint64_t proportional = 0;
  std::uint64_t resident = 0;
  for (auto const& process : processes) {
    ProcessMemory const memory = read_process_memory(process.id);
    if (memory.resident == 0) continue;  // the process has ended
    proportional += memory.proportional;
    resident += memory.resident;
    keep_peak(process, memory);
    if (file_.is_open()) write_row(process, memory, available, seconds);
  }
  if (file_.is_open()) file_.flush();
  ++summary_.sample_count;
  summary_.peak_proportional = std::max(summary_.peak_proportional, proportional);
  summary_.peak_resident = std::max(summary_.peak_resident, resident);
  bool const is_less = summary_.least_available == 0 || available < summary_.least_available;
  if (available != 0 && is_less) summary_.least_available = available;
}

void MemoryProfile::finish() {
  if (!file_.is_open()) return;
  file_.close();
  if (!file_) {
    throw OutputError{fmt::format("cannot write the memory profile {}: is the disk full?", path_)};
  }
}

void MemoryProfile::write_row(ProfiledProcess const& process, ProcessMemory const& memory,
                              std::uint64_t available, double seconds) {
  file_ << fmt::format("{:.3f},{},{},{},{},{},{}\n", seconds, process.name, process.id,
                       memory.resident, memory.proportional, memory.unique, available);
}

void MemoryProfile::keep_peak(ProfiledProcess const& process, ProcessMemory const& memory) {
  auto& all = summary_.processes;
  auto peak = std::find_if(all.begin(), all.end(),
                           [&](PeakMemory const& known) { return known.name == process.name; });
  if (peak == all.end()) peak = all.insert(all.end(), {process.name, {}});
  peak->memory.resident = std::max(peak->memory.resident, memory.resident);
  peak->memory.proportional = std::max(peak->memory.proportional, memory.proportional);
  peak->memory.unique = std::max(peak->memory.unique, memory.unique);
}

}  // namespace hapmill
