#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bytes/output_file.hpp"
#include "records/index_runs.hpp"
#include "records/record_scan.hpp"

struct hts_idx_t;

namespace hapmill {

enum class IndexFormat { tbi, csi };

/// A contig of the output's header.
struct IndexedContig {
  std::string name;
  std::uint64_t length = 0;  ///< 0: not known
};

/// The first record that stands where no index can hold it.
struct UnsortedRecord {
  std::string contig;
  std::int64_t pos = 0;
  std::int64_t pos_before = 0;  ///< of the record before
  bool contig_returns = false;  ///< records of other contigs come between; else POS goes backwards
};

/// Makes the CSI or TBI index of a BGZF file of VCF or BCF records, while it is written.
///
/// A BgzfWriter fills it. When that and the publishing of its file are through, ask unsorted(),
/// and if there is no such record, write() the index. Of a part of a file it keeps runs() instead,
/// which the index of the whole takes by append().
class RecordIndex {
 public:
  /// `contigs` are those of the header in its order; VCF may have more. The depth of a CSI is what
  /// htslib takes for such a header, and holds every POS where a length is not known. TBI goes
  /// with VCF only.
  RecordIndex(RecordKind kind, IndexFormat format, std::vector<IndexedContig> contigs);
  ~RecordIndex();
  RecordIndex(RecordIndex&&) noexcept;

  RecordKind kind() const { return kind_; }

  /// From the next begin() on what is pushed makes runs() and no index.
  void keep_runs() { keeps_runs_ = true; }
  IndexRuns const& runs() const { return runs_; }

  /// Enters the records of a part that begins at `offset` of the file, after those before; order
  /// is looked at between parts as within.
  void append(IndexRuns const& part, std::uint64_t offset);

  /// The first record out of order, known when the write() that brings it returns. From there on
  /// records are no longer looked at.
  std::optional<UnsortedRecord> const& unsorted() const { return unsorted_; }

  /// Writes the finished index. Throws OutputError. Publishing is for the caller.
  void write(OutputFile& output);

  // What follows is called by the writer that fills it.

  /// Begins at the virtual offset of the first record; takes back what was there.
  void begin(std::uint64_t offset);
  /// Looks at the next record, in output order. Nothing, if no index is made any more. Throws
  /// InputError at a position that this index cannot hold.
  std::optional<IndexEntry> add(char const* record, char const* end);
  /// Enters what add() returned, in the same order, with the virtual offset where the record ends.
  void push(IndexEntry const& entry, std::uint64_t end_offset);
  void finish(std::uint64_t end_offset);

 private:
  struct Free {
    void operator()(hts_idx_t* index) const;
  };

  bool enter_place(RecordPlace const& place);
  bool enter_contig(RecordPlace const& place);
  [[noreturn]] void refuse(RecordPlace const& place) const;
  std::string contig_name(RecordPlace const& place) const;

  RecordKind kind_;
  IndexFormat format_;
  std::vector<IndexedContig> contigs_;
  int depth_;

  // What add() knows.
  std::vector<std::string> names_;                     ///< of contigs in a VCF, by id
  std::unordered_map<std::string, std::int32_t> ids_;  ///< of these
  std::vector<bool> has_contig_;                       ///< of a BCF, by id
  std::int32_t contig_id_ = -1;
  std::int64_t pos_ = 0;
  std::optional<UnsortedRecord> unsorted_;

  bool keeps_runs_ = false;
  IndexRuns runs_;
  std::unique_ptr<hts_idx_t, Free> index_;
};

}  // namespace hapmill
