#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bytes/input_file.hpp"
#include "extract/variant_record.hpp"

namespace hapmill {

/// Which samples of a file are wanted.
struct SampleSelection {
  std::vector<std::string> names;  ///< empty: all that the file has
  bool is_exclusion = false;       ///< all but those
};

/// A sample of the file and its place among the genotypes of a record.
struct VariantSample {
  std::string name;
  std::size_t place = 0;
};

/// Reads a VCF or BCF file by htslib, from a regular file or a stream: plain text, gzip, BGZF, told
/// from its first bytes.
class VariantReader {
 public:
  /// Reads the header. `input` outlives the reader. Throws InputError: no VCF, no samples, a
  /// selected sample that is not there; UsageError if `thread_count` cannot be started.
  VariantReader(InputFile& input, SampleSelection const& selection, std::size_t thread_count);
  ~VariantReader();
  VariantReader(VariantReader const&) = delete;
  VariantReader& operator=(VariantReader const&) = delete;

  /// In the order of the selection, or else of the file.
  std::vector<VariantSample> const& samples() const;

  enum class Status {
    record,
    malformed,  ///< a line of text that is no record: see complaint(); the next may be one
    end,
  };
  /// Throws InputError where the file is cut short, corrupt or cannot be read; Interrupted.
  Status next(VariantRecord& record);
  /// What is wrong with the line just read.
  std::string const& complaint() const;
  /// Where the record just read stands, as `FILE:LINE`, or for BCF `FILE: record N`.
  std::string place() const;

  /// Bytes of the file read so far, as they are on the disk.
  std::uint64_t bytes() const;

 private:
  class Hts;
  std::unique_ptr<Hts> hts_;
};

}  // namespace hapmill
