#include "options/path_conflicts.hpp"

#include "hapmill/support/errors.hpp"
#include "options/planner.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace hapmill {

namespace {

/// A file that the options name; descriptor of the standard stream if that is meant.
struct NamedFile {
  std::string what;
  std::string path;
  int stream = -1;
};

std::optional<struct stat> status_of(NamedFile const& file) {
  struct stat status {};
  bool const exists = file.stream >= 0 ? ::fstat(file.stream, &status) == 0
                                       : ::stat(file.path.c_str(), &status) == 0;
  return exists ? std::optional{status} : std::nullopt;
}

/// Two names of one regular file, or of one that is not there yet. Devices and FIFOs may be written
/// by several.
bool is_same_file(NamedFile const& a, NamedFile const& b) {
  auto const status_a = status_of(a);
  auto const status_b = status_of(b);
  if (status_a && status_b) {
    return S_ISREG(status_a->st_mode) && status_a->st_dev == status_b->st_dev &&
           status_a->st_ino == status_b->st_ino;
  }
  if (status_a || status_b || a.stream >= 0 || b.stream >= 0) return false;
  std::error_code none;
  auto const full_path = [&none](NamedFile const& file) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(file.path, none), none);
  };
  return full_path(a) == full_path(b);
}

NamedFile named_file(std::string const& what, std::string const& path, int stream) {
  return {what, path, path == "-" ? stream : -1};
}

void refuse_repeated_matrices(std::vector<std::string> const& paths) {
  if (std::count(paths.begin(), paths.end(), "-") > 1) {
    throw UsageError{"standard input is one of the matrices once at most"};
  }
  std::set<std::pair<dev_t, ino_t>> seen;
  for (auto const& path : paths) {
    auto const status = status_of(named_file("", path, STDIN_FILENO));
    if (!status || !S_ISREG(status->st_mode)) continue;
    if (seen.emplace(status->st_dev, status->st_ino).second) continue;
    throw UsageError{"the matrix " + path + " is given twice"};
  }
}

}  // namespace

void refuse_path_conflicts(std::vector<NamedPath> const& inputs,
                           std::vector<NamedPath> const& outputs) {
  std::vector<NamedFile> read;
  for (auto const& [what, path] : inputs) read.push_back(named_file(what, path, STDIN_FILENO));
  std::vector<NamedFile> written;
  for (auto const& named : outputs) {
    NamedFile const output = named_file(named.what, named.path, STDOUT_FILENO);
    auto const refuse = [&](std::string const& other) {
      throw UsageError{output.what + " " + output.path + " would overwrite " + other +
                       ": name another file"};
    };
    for (auto const& input : read) {
      if (is_same_file(output, input)) refuse(input.what);
    }
    for (auto const& before : written) {
      bool const both_standard = output.stream >= 0 && before.stream >= 0;
      if (both_standard || is_same_file(output, before)) refuse("what " + before.what + " writes");
    }
    written.push_back(output);
  }
}

void refuse_path_conflicts(ConvertOptions const& options) {
  refuse_repeated_matrices(options.matrices);
  std::vector<NamedPath> inputs;
  for (auto const& path : options.matrices) inputs.push_back({"the matrix", path});
  if (options.header) inputs.push_back({"the --header file", *options.header});
  if (options.column_names) inputs.push_back({"the --column-names file", *options.column_names});
  if (names_pairs_file(options)) inputs.push_back({"the --pairs file", options.pairs});
  if (options.reference) inputs.push_back({"the --reference file", *options.reference});
  if (options.samples_file) {
    bool const excludes = options.samples_file->starts_with('^');
    inputs.push_back({"the --samples-file file", options.samples_file->substr(excludes ? 1 : 0)});
  }
  if (options.rename) inputs.push_back({"the --rename file", *options.rename});
  if (options.regions_file) inputs.push_back({"the --regions-file", *options.regions_file});
  std::vector<NamedPath> outputs;
  if (!options.split_folder) outputs.push_back({"-o", options.output});
  if (options.rejects) outputs.push_back({"--rejects", *options.rejects});
  if (options.report) outputs.push_back({"--report", *options.report});
  if (options.memory_profile) outputs.push_back({"--memory-profile", *options.memory_profile});
  refuse_path_conflicts(inputs, outputs);
}

}  // namespace hapmill
