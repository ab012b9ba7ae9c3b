#include "groups/part_join.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "bytes/open_folder.hpp"
#include "hapmill/support/errors.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

namespace {

/// Between two looks at whether the run is interrupted.
constexpr std::uint64_t copy_bytes = std::uint64_t{32} << 20;

/// The name says on which machine, and since when that runs: on another one nobody can tell
/// whether a join is still at work.
std::string joining_path(ConversionPlanFile const& plan) {
  std::ifstream file{"/proc/sys/kernel/random/boot_id"};
  std::string boot;
  file >> boot;
  return fmt::format("{}/joining-{}", parts_folder(plan), boot);
}

}  // namespace

void undo_killed_join(ConversionPlanFile const& plan) {
  auto const path = joining_path(plan);
  auto const paths = part_paths(plan, 0);
  std::error_code none;
  if (plan.splits_contigs || !std::filesystem::exists(path, none)) return;
  // With the part still there, or made again, this is a copy.
  if (std::filesystem::exists(paths.part, none) || !std::filesystem::exists(paths.manifest, none)) {
    ::unlink(path.c_str());
    return;
  }
  auto const bytes = load_manifest(paths.manifest).part.bytes;
  auto const file = open_own_file(path, O_RDWR);
  struct stat status {};
  bool const is_cut = file.is_open() && ::fstat(file.number(), &status) == 0 &&
                      static_cast<std::uint64_t>(status.st_size) >= bytes &&
                      ::ftruncate(file.number(), static_cast<off_t>(bytes)) == 0;
  if (is_cut) std::filesystem::rename(path, paths.part, none);
}

PartJoin::PartJoin(ConversionPlanFile const& plan, std::uint64_t first_bytes)
    : output_name_{plan.output}, first_bytes_{first_bytes} {}

// What the other constructor has made the destructor takes away, if this one throws.
PartJoin::PartJoin(ConversionPlanFile const& plan, PartFile const& first, bool keeps_parts)
    : PartJoin{plan, first.bytes} {
  auto const path = joining_path(plan);
  auto const part = part_paths(plan, 0).part;
  if (keeps_parts) {
    file_ = open_file(path, O_RDWR | O_CREAT | O_EXCL);
    if (!file_.is_open()) fail(errno);
    path_ = path;
    append_file(part, first.bytes);
    return;
  }
  if (::rename(part.c_str(), path.c_str()) != 0) {
    throw InputError{fmt::format("{} was there and is not any more ({}): is another host joining?",
                                 part, std::strerror(errno))};
  }
  path_ = path;
  first_path_ = part;
  file_ = open_own_file(path_, O_RDWR);
  if (!file_.is_open() || ::lseek(file_.number(), 0, SEEK_END) < 0) fail(errno);
  bytes_ = first.bytes;
}

PartJoin::~PartJoin() {
  bool const gives_back = !path_.empty() && !first_path_.empty();
  bool const is_cut =
      gives_back &&
      (!file_.is_open() || ::ftruncate(file_.number(), static_cast<off_t>(first_bytes_)) == 0);
  if (is_cut) {
    static_cast<void>(::rename(path_.c_str(), first_path_.c_str()));
  } else if (!path_.empty()) {
    ::unlink(path_.c_str());
  }
}

void PartJoin::append_file(std::string const& path, std::uint64_t count) {
  auto const from = open_own_file(path);
  if (!from.is_open()) {
    throw InputError{fmt::format("cannot open {}: {}", path, std::strerror(errno))};
  }
  copy(from, path, count);
}

void PartJoin::copy(FileDescriptor const& from, std::string const& path, std::uint64_t count) {
  bool by_system = true;
  std::vector<char> buffer;
  for (std::uint64_t left = count; left != 0;) {
    check_interrupt();
    auto const wanted = static_cast<std::size_t>(std::min(left, copy_bytes));
    ssize_t done = -1;
    if (by_system) {
      done = repeat_interrupted([&] {
        return ::copy_file_range(from.number(), nullptr, file_.number(), nullptr, wanted, 0);
      });
      // Some file systems cannot, and some return 0 for files whose size they do not know.
      by_system = done > 0 || (done < 0 && (is_disk_full(errno) || errno == EIO));
      if (!by_system) continue;
      if (done < 0) fail(errno);
      bytes_ += static_cast<std::uint64_t>(done);
    } else {
      buffer.resize(std::size_t{1} << 18);
      done = from.read(buffer.data(), std::min(wanted, buffer.size()));
      if (done < 0) fail(errno);
      if (done == 0) throw InputError{path + " has become shorter: convert its group again"};
      append({buffer.data(), static_cast<std::size_t>(done)});
    }
    left -= static_cast<std::uint64_t>(done);
  }
}

void PartJoin::append(std::string_view bytes) {
  if (!file_.write_all(bytes.data(), bytes.size())) fail(errno);
  bytes_ += bytes.size();
}

void PartJoin::publish(OutputFile& output) {
  output.publish_instead(path_);
  path_.clear();
}

void PartJoin::fail(int error) const {
  throw OutputError{fmt::format("cannot join the parts to {}: {}{}", output_name_,
                                std::strerror(error),
                                is_disk_full(error) ? ": make room, and run finalize again" : "")};
}

}  // namespace hapmill
