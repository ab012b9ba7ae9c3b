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

/// The samples to extract.
struct SampleSelection {
  std::vector<std::string> names;  ///< empty for all samples of the file
  bool is_exclusion = false;       ///< extract all samples except these
};

/// A sample of the file.
struct VariantSample {
  std::string name;
  std::size_t place = 0;  ///< number of its genotype in a record, from 0
};

/// Reads a VCF or BCF file with htslib, from a regular file or a stream. The file may be compressed
/// with gzip or BGZF, which is detected from its first bytes.
class VariantReader {
 public:
  /// Reads the header. Keeps a reference to `input`. Throws InputError if the file is neither VCF
  /// nor BCF, has no samples or lacks a selected sample; throws UsageError if the threads cannot be
  /// started.
  VariantReader(InputFile& input, SampleSelection const& selection, std::size_t thread_count);
  ~VariantReader();
  VariantReader(VariantReader const&) = delete;
  VariantReader& operator=(VariantReader const&) = delete;

  /// The samples in the order of the selection, or of the file if all are selected.
  std::vector<VariantSample> const& samples() const;

  /// The results of next().
  enum class Status {
    record,
    malformed,  ///< the line is not a record; see complaint()
    end,
  };
  /// Reads the next record. Throws InputError if the file is truncated, corrupt or unreadable;
  /// throws Interrupted.
  Status next(VariantRecord& record);
  /// Returns what is wrong with the line that was read last.
  std::string const& complaint() const;
  /// The place of the record that was read last, as `FILE:LINE`, or for BCF `FILE: record N`.
  std::string place() const;

  /// The bytes of the file that have been read so far, before decompression.
  std::uint64_t bytes() const;

 private:
  class Hts;
  std::unique_ptr<Hts> hts_;
};

}  // namespace hapmill
