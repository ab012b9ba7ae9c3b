#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bytes/file_list.hpp"
#include "dialects/reference_sequence.hpp"
#include "support/listed_path.hpp"

namespace hapmill {

struct ConvertOptions;

/// The files that options of `hapmill convert` name, after they were compared with each other.
struct ConvertFiles {
  std::shared_ptr<FileList> list;  ///< for those that turn up later; copies share it
  std::optional<InputPath> plan;   ///< beside which nothing else is named
  std::vector<InputPath> matrices;
  std::optional<InputPath> header;
  std::optional<InputPath> column_names;
  std::optional<ReferencePaths> reference;
  std::optional<InputPath> regions;
  std::optional<InputPath> pairs;
  std::optional<InputPath> samples;
  std::optional<InputPath> rename;
  std::optional<InputPath> fai;
  OutputPath output;                ///< names no file with --split-by-contig
  std::optional<OutputPath> index;  ///< of the output, where it may have one
  std::optional<OutputPath> rejects;
  std::optional<OutputPath> report;
  std::optional<OutputPath> memory_profile;
};

/// Throws UsageError where an output would overwrite a file that is read, or another output, and
/// where a matrix is given twice.
ConvertFiles list_files(ConvertOptions const& options);

/// Enters standard output too, for a command that prints there what is not the output; unless the
/// output goes there itself. Throws UsageError.
void list_standard_output(ConvertOptions const& options);

/// The file of a contig, and its index where it may have one.
struct ContigFile {
  OutputPath output;
  std::optional<OutputPath> index;
};

/// Enters the file that --split-by-contig makes by the name of `file_name`. Throws UsageError.
ContigFile list_contig_file(ConvertOptions const& options, std::string const& file_name);

}  // namespace hapmill
