#include "bytes/file_list.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cassert>
#include <filesystem>

#include "bytes/output_file.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

namespace fs = std::filesystem;

/// The absolute path without symbolic links, of a file that need not be there; empty if the path
/// names none.
std::string find_full_path(std::string const& path) {
  std::error_code none;
  fs::path const full = fs::absolute(resolve_output(path), none);
  if (full.filename().empty()) return {};
  auto const folder = fs::weakly_canonical(full.parent_path(), none);
  return (folder / full.filename()).lexically_normal().string();
}

bool is_inside(std::string const& path, std::string const& folder) {
  return fs::path{path}.parent_path() == fs::path{folder};
}

}  // namespace

InputPath OwnFolder::input(std::string const& path) const {
  assert(is_inside(path, path_));
  return InputPath{path, true};
}

OutputPath OwnFolder::output(std::string const& path) const {
  assert(is_inside(path, path_));
  return OutputPath{path};
}

InputPath FileList::reads(std::string const& option, std::string const& path) {
  add(make_entry(option, "", path, false));
  return InputPath{path};
}

OutputPath FileList::writes(std::string const& option, std::string const& path,
                            std::string const& role) {
  auto entry = make_entry(option, role, path, true);
  bool const has_temporary = !entry.full_path.empty() && named_descriptor(path) < 0;
  auto const temporary = has_temporary ? temporary_name(entry.full_path, "") : std::string{};
  add(std::move(entry));
  if (has_temporary) add(make_entry(option, "the temporary file", temporary, true));
  return OutputPath{path};
}

OutputPath FileList::writes_staged(std::string const& option, std::string const& path,
                                   std::string const& role) {
  add(make_entry(option, role, path, true));
  return OutputPath{path};
}

OwnFolder FileList::fills(std::string const& option, std::string const& folder,
                          IsOwnName is_own_name) {
  std::error_code none;
  auto const full_path = fs::weakly_canonical(fs::absolute(folder, none), none).string();
  folders_.push_back({option, folder, full_path, is_own_name});
  for (auto const& entry : entries_) compare(folders_.back(), entry);
  return OwnFolder{folder};
}

FileList::Entry FileList::make_entry(std::string const& option, std::string const& role,
                                     std::string const& path, bool is_written) {
  Entry entry{option, role, path, is_written, is_written && path == "-", std::nullopt, ""};
  struct stat status {};
  bool const exists = path == "-" ? ::fstat(is_written ? STDOUT_FILENO : STDIN_FILENO, &status) == 0
                                  : ::stat(path.c_str(), &status) == 0;
  if (exists && !S_ISREG(status.st_mode)) return entry;
  if (exists) entry.file = {status.st_dev, status.st_ino};
  if (path != "-") entry.full_path = find_full_path(path);
  return entry;
}

std::string FileList::subject_of(Entry const& entry) {
  bool const is_itself = entry.option == "standard output";
  if (is_itself) return entry.option;
  if (entry.role.empty()) return fmt::format("{} {}", entry.option, entry.path);
  return fmt::format("{} of {}, {},", entry.role, entry.option, entry.path);
}

std::string FileList::object_of(Entry const& entry) {
  if (!entry.is_written) return entry.option;
  if (entry.option == "standard output") return "what goes to standard output";
  if (entry.role.empty()) return fmt::format("what {} writes", entry.option);
  return fmt::format("{} of {}", entry.role, entry.option);
}

/// Of two entries of one file.
void FileList::compare(Entry const& one, Entry const& other) {
  if (!one.is_written && !other.is_written) return;
  bool const both_written = one.is_written && other.is_written;
  if (both_written && one.option == other.option && one.role == other.role) return;
  Entry const& writer = one.is_written ? one : other;
  Entry const& owner = one.is_written ? other : one;
  throw UsageError{fmt::format("{} would overwrite {}: name another file", subject_of(writer),
                               object_of(owner))};
}

void FileList::compare(Folder const& folder, Entry const& entry) {
  if (entry.full_path.empty() || !is_inside(entry.full_path, folder.full_path)) return;
  if (!folder.is_own_name(fs::path{entry.full_path}.filename().string())) return;
  throw UsageError{fmt::format("the parts of {}, in {}, would overwrite {}: name another file",
                               folder.option, folder.path, object_of(entry))};
}

void FileList::add(Entry&& entry) {
  if (entry.is_standard_output) {
    if (standard_output_) compare(entry, entries_[*standard_output_]);
    standard_output_ = entries_.size();
  }
  if (entry.file) {
    auto const [first, last] = by_file_.equal_range(*entry.file);
    for (auto it = first; it != last; ++it) compare(entry, entries_[it->second]);
    by_file_.emplace(*entry.file, entries_.size());
  }
  if (!entry.full_path.empty()) {
    auto const [first, last] = by_path_.equal_range(entry.full_path);
    for (auto it = first; it != last; ++it) compare(entry, entries_[it->second]);
    by_path_.emplace(entry.full_path, entries_.size());
  }
  for (auto const& folder : folders_) compare(folder, entry);
  entries_.push_back(std::move(entry));
}

}  // namespace hapmill
