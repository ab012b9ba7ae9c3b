#include "options/convert_files.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "hapmill/support/errors.hpp"
#include "options/convert_options.hpp"
#include "options/output_type.hpp"
#include "options/planner.hpp"

namespace hapmill {

namespace {

void refuse_repeated_matrices(std::vector<std::string> const& paths) {
  if (std::count(paths.begin(), paths.end(), "-") > 1) {
    throw UsageError{"standard input is one of the matrices once at most"};
  }
  std::set<std::pair<dev_t, ino_t>> seen;
  for (auto const& path : paths) {
    struct stat status {};
    bool const exists =
        path == "-" ? ::fstat(STDIN_FILENO, &status) == 0 : ::stat(path.c_str(), &status) == 0;
    if (!exists || !S_ISREG(status.st_mode)) continue;
    if (seen.emplace(status.st_dev, status.st_ino).second) continue;
    throw UsageError{"the matrix " + path + " is given twice"};
  }
}

/// What comes after the output's name in that of its index; empty where it can have none.
std::string index_ending(ConvertOptions const& options) {
  auto const type = parse_output_type(options.output_type, options.output);
  if (!type.is_compressed || !type.is_vcf() || options.index == "none") return {};
  return options.index == "tbi" ? ".tbi" : ".csi";
}

/// `FILE` or `^FILE`.
std::string path_of_names(std::string const& text) {
  return text.starts_with('^') ? text.substr(1) : text;
}

void list_inputs(ConvertOptions const& options, ConvertFiles& files) {
  FileList& list = *files.list;
  auto const enter = [&](std::optional<InputPath>& path, char const* option,
                         std::optional<std::string> const& text) {
    if (text) path = list.reads(option, *text);
  };
  for (auto const& path : options.matrices) {
    files.matrices.push_back(list.reads("the matrix", path));
  }
  enter(files.header, "the --header file", options.header);
  enter(files.column_names, "the --column-names file", options.column_names);
  if (names_pairs_file(options)) files.pairs = list.reads("the --pairs file", options.pairs);
  if (options.samples_file) {
    auto const path = path_of_names(*options.samples_file);
    files.samples = list.reads("the --samples-file file", path);
  }
  enter(files.rename, "the --rename file", options.rename);
  enter(files.regions, "the --regions-file", options.regions_file);
  enter(files.fai, "the --fai file", options.fai);
  if (!options.reference) return;
  files.reference = {list.reads("the --reference file", *options.reference),
                     list.reads("the index .fai of --reference", *options.reference + ".fai"),
                     list.reads("the index .gzi of --reference", *options.reference + ".gzi")};
}

void list_outputs(ConvertOptions const& options, ConvertFiles& files) {
  FileList& list = *files.list;
  auto const enter = [&](std::optional<OutputPath>& path, char const* option,
                         std::optional<std::string> const& text) {
    if (text) path = list.writes(option, *text);
  };
  if (!options.split_folder) {
    files.output = list.writes("-o", options.output);
    auto const ending = index_ending(options);
    if (!ending.empty() && options.output != "-") {
      files.index = list.writes("-o", options.output + ending, "the index");
    }
  }
  enter(files.rejects, "--rejects", options.rejects);
  enter(files.report, "--report", options.report);
  enter(files.memory_profile, "--memory-profile", options.memory_profile);
}

}  // namespace

ConvertFiles list_files(ConvertOptions const& options) {
  refuse_repeated_matrices(options.matrices);
  ConvertFiles files;
  files.list = std::make_shared<FileList>();
  list_inputs(options, files);
  list_outputs(options, files);
  return files;
}

void list_standard_output(ConvertOptions const& options) {
  if (options.output != "-") options.files.list->writes("standard output", "-");
}

ContigFile list_contig_file(ConvertOptions const& options, std::string const& file_name) {
  auto const path = (std::filesystem::path{*options.split_folder} / file_name).string();
  FileList& list = *options.files.list;
  ContigFile file{list.writes_staged("--split-by-contig", path), std::nullopt};
  auto const ending = index_ending(options);
  if (!ending.empty()) {
    file.index = list.writes_staged("--split-by-contig", path + ending, "the index");
  }
  return file;
}

}  // namespace hapmill
