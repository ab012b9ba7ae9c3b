#include "groups/shared_files.hpp"

#include <filesystem>
#include <string>

#include "bytes/output_file.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

namespace fs = std::filesystem;

/// Looks at the path only: opening a FIFO would wait for its writer.
bool is_stream(std::string const& path) {
  if (named_descriptor(path) >= 0) return true;
  std::error_code none;
  auto const status = fs::status(path, none);
  return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

void require_regular_file(std::string const& path) {
  if (!is_stream(path)) return;
  throw UsageError{"each of the --workers, and each group of a plan, reads " +
                   (path == "-" ? "standard input" : path) + ": give it as a regular file"};
}

}  // namespace

void require_regular_files(ConvertPlan const& plan) {
  ConvertFiles const& files = plan.files;
  for (auto const& matrix : files.matrices) require_regular_file(matrix.text());
  for (auto const& file : {files.header, files.column_names, files.fai, files.regions, files.pairs,
                           files.samples, files.rename}) {
    if (file) require_regular_file(file->text());
  }
  if (files.reference) require_regular_file(files.reference->fasta.text());
}

bool joins_parts(ConvertPlan const& plan) {
  if (plan.split_folder) return !plan.split_folder->empty();
  std::error_code none;
  auto const& output = plan.files.output.text();
  auto const status = fs::status(output, none);
  return !output.empty() && named_descriptor(output) < 0 &&
         (!fs::exists(status) || fs::is_regular_file(status));
}

std::string joined_output(ConvertPlan const& plan) {
  if (!joins_parts(plan)) {
    throw UsageError{
        plan.split_folder
            ? "--split-by-contig: name a folder"
            : "parts, of --workers or of a plan, are joined to a regular file: name one with -o"};
  }
  std::error_code none;
  if (plan.split_folder) {
    // The folder is made later, where it does not exist.
    auto const folder = fs::weakly_canonical(fs::absolute(*plan.split_folder), none);
    return (folder.has_filename() ? folder : folder.parent_path()).string();
  }
  auto const path = fs::absolute(resolve_output(plan.files.output.text()));
  return (fs::weakly_canonical(path.parent_path(), none) / path.filename()).string();
}

}  // namespace hapmill
