#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "options/convert_files.hpp"

namespace hapmill {

/// What the user typed after `hapmill convert`, close to the flags. The planner makes sense of it.
struct ConvertOptions {
  std::vector<std::string> matrices;  ///< files whose rows follow one another, one as a rule
  std::string output = "-";
  std::string output_type;                  ///< empty: by the output's name
  std::optional<std::string> split_folder;  ///< a file a contig; `output` is their names' pattern

  std::optional<std::string> header;
  std::optional<std::string> column_names;
  std::string delimiter = "\t";
  std::string input_format = "matrix";
  std::optional<std::string> reference;
  std::optional<std::string> check_ref;
  std::optional<std::string> unphased;
  std::optional<std::string> columns;
  std::optional<std::string> cell_columns;
  std::optional<std::string> min_quality;
  std::vector<std::string> regions;  ///< lists, as given
  std::optional<std::string> regions_file;
  std::string pairs = "auto";
  std::string unpaired = "skip";
  bool has_pairing = false;                 ///< one of these two was given
  std::optional<std::string> samples;       ///< names separated by commas, `^` first: all but these
  std::optional<std::string> samples_file;  ///< a path, `^` before it: all but those
  std::optional<std::string> rename;
  std::optional<std::string> alt_from;  ///< none: by the output, as all that follow

  std::optional<std::string> min_alleles;
  std::optional<std::string> max_alleles;
  bool snps_only = false;
  std::optional<std::string> min_ac;
  std::optional<std::string> max_missing_rate;

  std::optional<std::string> table_style;
  std::string alt_order = "first";
  std::optional<std::string> pi_prefix;
  bool phase_sets = false;
  std::string contig_order = "first";
  bool sort = false;

  std::optional<std::string> missing;
  std::optional<std::string> deletion;
  std::optional<std::string> half_call;
  std::optional<std::string> ambiguous;
  std::vector<std::string> missing_codes;  ///< none: N
  std::string deletion_code = "-";
  std::optional<std::string> fold_case;

  std::optional<std::string> fai;
  std::optional<std::string> contigs;
  bool no_version = false;
  std::optional<std::string> compression_level;
  std::optional<std::string> index;

  std::string on_bad_row = "error";
  std::optional<std::string> rejects;
  std::optional<std::string> report;
  std::optional<std::string> memory_profile;

  std::uint64_t threads = 0;      ///< 0: as many as the machine allows
  std::uint64_t chunk_bytes = 0;  ///< 0: by the backend
  std::string simd = "auto";
  std::string device = "auto";
  std::uint64_t device_memory = 0;  ///< 0: by what is free
  std::uint64_t max_memory = 0;     ///< 0: no limit
  std::optional<std::string> workers;
  std::optional<std::string> devices;
  bool resume = false;
  bool clean = false;
  bool full_scan = false;
  std::string progress = "auto";
  bool quiet = false;

  std::optional<std::string> plan;  ///< one group of it is converted; it holds all other options
  std::uint64_t group = 0;
  std::vector<std::string> machine_arguments;  ///< beside a plan: what was typed for the machine

  /// The files that are named above: what opens one takes it from here.
  ConvertFiles files;

  std::vector<std::string> command;  ///< as typed, for the report
  /// The same with only what shapes the output, options in the order of --help: for the header.
  std::string shaping_command;
};

}  // namespace hapmill
