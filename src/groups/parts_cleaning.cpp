#include "groups/parts_cleaning.hpp"

#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

namespace hapmill {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view group_prefix = "group-";
constexpr std::string_view join_prefix = "joining-";
constexpr std::string_view manifest_suffix = ".json";
constexpr std::string_view temporary_suffix = ".tmp";
constexpr std::string_view staged_suffix = ".hapmill-part";

std::vector<fs::path> files_of(std::string const& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry{folder, error}, end; !error && entry != end;
       entry.increment(error)) {
    files.push_back(entry->path());
  }
  return files;
}

bool is_of_group(std::string const& name) { return name.starts_with(group_prefix); }
bool is_temporary(std::string const& name) {
  if (name.ends_with(staged_suffix)) return true;
  return (is_of_group(name) || name.starts_with("plan.json")) && name.ends_with(temporary_suffix);
}
bool is_manifest(std::string const& name) {
  return is_of_group(name) && name.ends_with(manifest_suffix);
}

template <class Unwanted>
void remove_files(std::string const& folder, Unwanted const& unwanted) {
  std::error_code error;
  for (auto const& file : files_of(folder)) {
    if (unwanted(file)) fs::remove_all(file, error);
  }
}

}  // namespace

void remove_unfinished(std::string const& folder) {
  remove_files(folder, [](fs::path file) {
    std::string const name = file.filename();
    if (!is_of_group(name) || is_manifest(name)) return is_temporary(name);
    std::error_code error;
    return is_temporary(name) || !fs::exists(file.replace_extension(manifest_suffix), error);
  });
}

void remove_groups(std::string const& folder) {
  // Manifests go first: without its manifest a part is none.
  remove_files(folder, [](fs::path const& file) { return is_manifest(file.filename()); });
  remove_files(folder, [](fs::path const& file) {
    std::string const name = file.filename();
    return is_of_group(name) || name.starts_with(join_prefix) || is_temporary(name) ||
           name == "plan.json";
  });
}

void remove_parts_folder(std::string const& folder) {
  remove_groups(folder);
  std::error_code error;
  fs::remove(folder + "/lock", error);
  fs::remove(folder, error);
}

std::size_t count_complete_groups(std::string const& folder) {
  std::size_t count = 0;
  for (auto const& file : files_of(folder)) {
    if (is_manifest(file.filename())) ++count;
  }
  return count;
}

}  // namespace hapmill
