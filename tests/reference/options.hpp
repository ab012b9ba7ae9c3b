#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace reference {

/// The options that affect the output, spelled as on the command line. An empty optional is the
/// default, which depends on the output and, for the policies, on the table style.
struct Options {
  std::string output_kind = "table";    ///< table or vcf
  std::string input_format = "matrix";  ///< matrix, diploid or hapmap
  std::optional<std::string> unphased;  ///< error, as-is or missing
  /// [name] the sequences of the FASTA file of `--reference`
  std::optional<std::map<std::string, std::string>> sequences;
  std::string check_ref = "warn";
  std::optional<std::string> header_text;        ///< contents of `--header FILE`
  std::optional<std::string> column_names_text;  ///< contents of `--column-names FILE`
  std::optional<std::string> pairs_text;         ///< contents of `--pairs FILE`
  std::string pairs = "auto";                    ///< auto, adjacent, self, none or file
  bool unpaired_haploid = false;
  std::optional<std::string> samples;            ///< of `--samples`
  std::optional<std::string> samples_file_text;  ///< contents of `--samples-file FILE`
  bool samples_file_excludes = false;            ///< `^FILE`
  std::optional<std::string> rename_text;        ///< contents of `--rename FILE`
  std::optional<std::string> alt_from;
  std::optional<std::uint64_t> min_alleles;
  std::optional<std::uint64_t> max_alleles;
  bool snps_only = false;
  std::optional<std::uint64_t> min_ac;
  std::optional<std::string> max_missing_rate;
  std::string table_style = "panel-v1";
  std::string alt_order = "first";
  std::string pi_prefix;
  std::optional<std::string> missing;
  std::optional<std::string> deletion;
  std::optional<std::string> half_call;
  std::optional<std::string> ambiguous;
  std::vector<std::string> missing_codes;  ///< `N` if empty
  std::string deletion_code = "-";
  std::optional<bool> fold_case;
  char delimiter = '\t';
  bool delimiter_runs = false;              ///< `--delimiter spaces`
  std::optional<std::string> columns;       ///< `--columns`
  std::optional<std::string> cell_columns;  ///< `--cell-columns`
  std::optional<std::string> min_quality;   ///< a decimal number
  std::string contig_order = "first";
  bool skip_bad_rows = false;
  bool stream = false;  ///< the matrix can be read only once, from front to back
  std::optional<std::vector<std::pair<std::string, std::uint64_t>>> fai;  ///< contigs and lengths
  bool ps = false;
};

/// The outcome of a conversion. Unless `exit_code` is 0, only the error members are set.
struct Result {
  struct SampleCounts {
    std::string name;
    std::uint64_t missing = 0;
    std::uint64_t deleted = 0;
  };

  int exit_code = 0;
  std::string output;   ///< the table; for VCF the line of column names and the records
  std::string rejects;  ///< `line number TAB reason TAB row`, in output order
  std::uint64_t rows_read = 0;
  std::uint64_t rows_written = 0;
  std::uint64_t rows_non_variant = 0;
  std::uint64_t rows_filtered = 0;
  std::uint64_t rows_rejected = 0;
  std::map<std::string, std::uint64_t> filtered;                     ///< by reason
  std::map<std::string, std::vector<std::uint64_t>> rejected_lines;  ///< by reason, ascending
  std::uint64_t half_calls = 0;
  std::vector<SampleCounts> samples;
  std::uint64_t ref_mismatches = 0;  ///< rows whose REF differs from the sequences
  std::uint64_t error_line = 0;      ///< line of the bad row that ended the conversion, from 1
  std::string error_reason;          ///< reason of that row, or the error message
  std::optional<std::size_t> error_field;  ///< field of that row, from 0, if VCF's rules name one
};

}  // namespace reference
