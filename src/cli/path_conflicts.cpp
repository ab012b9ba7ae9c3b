#include "cli/path_conflicts.hpp"

#include "hapmill/support/errors.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
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

}  // namespace

void refuse_path_conflicts(ConvertOptions const& options) {
  std::vector<NamedFile> inputs{named_file("the matrix", options.matrix, STDIN_FILENO)};
  auto const add_input = [&](char const* what, std::optional<std::string> const& path) {
    if (path) inputs.push_back(named_file(what, *path, STDIN_FILENO));
  };
  add_input("the --header file", options.header);
  add_input("the --column-names file", options.column_names);
  add_input("the --pairs file", options.pairs);

  std::vector<NamedFile> outputs{named_file("-o", options.output, STDOUT_FILENO)};
  if (options.rejects) outputs.push_back(named_file("--rejects", *options.rejects, STDOUT_FILENO));
  if (options.report) outputs.push_back(named_file("--report", *options.report, STDOUT_FILENO));

  for (std::size_t k = 0; k < outputs.size(); ++k) {
    auto const refuse = [&](std::string const& other) {
      throw UsageError{outputs[k].what + " " + outputs[k].path + " would overwrite " + other +
                       ": name another file"};
    };
    for (auto const& input : inputs) {
      if (is_same_file(outputs[k], input)) refuse(input.what);
    }
    for (std::size_t before = 0; before < k; ++before) {
      bool const both_standard = outputs[k].stream >= 0 && outputs[before].stream >= 0;
      if (both_standard || is_same_file(outputs[k], outputs[before])) {
        refuse("what " + outputs[before].what + " writes");
      }
    }
  }
}

}  // namespace hapmill
