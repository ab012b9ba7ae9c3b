#include "workers/worker_files.hpp"

#include <algorithm>
#include <filesystem>

#include "bytes/output_file.hpp"
#include "convert/conversion_input.hpp"
#include "groups/plan_making.hpp"
#include "hapmill/support/errors.hpp"
#include "matrix/matrix_input.hpp"
#include "options/planner.hpp"

namespace hapmill {

namespace {

namespace fs = std::filesystem;

bool is_stream(std::string const& path) {
  std::error_code error;
  auto const status = fs::status(path, error);
  return named_descriptor(path) >= 0 ||
         (fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status));
}

/// Less what turns a list round.
std::string path_of_list(std::string const& path) {
  return path.starts_with('^') ? path.substr(1) : path;
}

}  // namespace

bool goes_to_file(ConvertOptions const& options) {
  try {
    output_of_plan(options);
    return true;
  } catch (UsageError const&) {
    return false;
  }
}

void refuse_streams(ConvertOptions const& options) {
  if (goes_to_file(options) &&
      std::none_of(options.matrices.begin(), options.matrices.end(), is_stream)) {
    MatrixInput const matrix{options.files.matrices};
    if (!matrix.is_regular()) {
      throw UsageError{"--workers need a matrix that can be read at any offset: " +
                       matrix.advice()};
    }
    ConversionInput const input{options};
  }
  throw UsageError{
      "--workers need the matrix and the output as regular files: name them, with -o FILE, or "
      "leave --workers out"};
}

void refuse_pipes(ConvertOptions const& options) {
  std::string const none;
  for (auto const& path :
       {options.header.value_or(none), options.column_names.value_or(none),
        options.fai.value_or(none), names_pairs_file(options) ? options.pairs : none,
        options.regions_file.value_or(none), options.rename.value_or(none),
        options.samples_file ? path_of_list(*options.samples_file) : none}) {
    std::error_code error;
    auto const status = fs::status(path, error);
    bool const is_pipe = fs::exists(status) && !fs::is_regular_file(status);
    if (!is_pipe && named_descriptor(path) < 0) continue;
    throw UsageError{"each of the --workers reads " + path + ": give it as a regular file"};
  }
}

}  // namespace hapmill
