#include "records/record_index.hpp"

#include <fmt/format.h>
#include <htslib/hts.h>
#include <htslib/tbx.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <limits>
#include <new>

#include "hapmill/support/errors.hpp"
#include "support/file_descriptor.hpp"

namespace hapmill {

namespace {

constexpr int smallest_bin_bits = 14;  // of TBI, and what all tools take for CSI
constexpr int tbi_depth = 5;
// As deep as bins of 2 GiB; what tabix and htslib take for VCF at least.
constexpr int least_vcf_depth = (TBX_MAX_SHIFT - smallest_bin_bits + 2) / 3;

/// Positions that an index of `depth` holds.
constexpr std::int64_t index_span(int depth) {
  return std::int64_t{1} << (smallest_bin_bits + 3 * depth);
}

/// As htslib computes it from a header, but that one contig without a length counts as the longest.
int csi_depth(RecordKind kind, std::vector<IndexedContig> const& contigs) {
  std::uint64_t constexpr longest = std::numeric_limits<std::int32_t>::max();
  std::uint64_t most = contigs.empty() ? longest : 0;
  for (auto const& contig : contigs) {
    most = std::max(most, contig.length == 0 ? longest : contig.length);
  }
  int depth = kind == RecordKind::vcf ? least_vcf_depth : 0;
  while (static_cast<std::uint64_t>(index_span(depth)) < most + 256) ++depth;
  return depth;
}

/// The head of tabix's data, which stands in the index of a VCF; htslib appends names.
std::array<std::uint8_t, 28> tabix_head() {
  std::array<std::uint8_t, 28> head{};
  head[0] = TBX_VCF;
  head[4] = 1;     // column of the name
  head[8] = 2;     // column of the start; that of the end is 0: there is none
  head[16] = '#';  // begins the lines to skip
  return head;
}

/// A file without a name, in memory; closed at the end.
class MemoryFile {
 public:
  MemoryFile() {
    if (!file_.is_open()) fail();
  }

  std::string path() const { return fmt::format("/proc/self/fd/{}", file_.number()); }

  void copy_to(OutputFile& output) const {
    std::array<char, 1U << 16> bytes;
    while (true) {
      ssize_t const count = file_.read(bytes.data(), bytes.size());
      if (count < 0) fail();
      if (count == 0) return;
      output.write(bytes.data(), static_cast<std::size_t>(count));
    }
  }

  [[noreturn]] static void fail() {
    throw OutputError{fmt::format("cannot make the index: {}", std::strerror(errno))};
  }

 private:
  FileDescriptor file_{::memfd_create("index", MFD_CLOEXEC)};
};

}  // namespace

void RecordIndex::Free::operator()(hts_idx_t* index) const { ::hts_idx_destroy(index); }

RecordIndex::RecordIndex(RecordKind kind, IndexFormat format, std::vector<IndexedContig> contigs)
    : kind_{kind},
      format_{format},
      contigs_{std::move(contigs)},
      depth_{format == IndexFormat::tbi ? tbi_depth : csi_depth(kind, contigs_)} {
  assert(kind == RecordKind::vcf || (kind == RecordKind::bcf && format == IndexFormat::csi));
}

RecordIndex::~RecordIndex() = default;
RecordIndex::RecordIndex(RecordIndex&&) noexcept = default;

void RecordIndex::begin(std::uint64_t offset) {
  names_.clear();
  ids_.clear();
  has_contig_.assign(contigs_.size(), false);
  contig_id_ = -1;
  pos_ = 0;
  unsorted_.reset();
  runs_ = {};
  runs_.begin_offset = offset;
  if (keeps_runs_) return;
  bool const is_vcf = kind_ == RecordKind::vcf;
  index_.reset(::hts_idx_init(is_vcf ? 0 : static_cast<int>(contigs_.size()),
                              format_ == IndexFormat::tbi ? HTS_FMT_TBI : HTS_FMT_CSI, offset,
                              smallest_bin_bits, depth_));
  if (!index_) throw std::bad_alloc{};
  if (!is_vcf) return;
  auto head = tabix_head();
  if (::hts_idx_set_meta(index_.get(), head.size(), head.data(), 1) != 0) throw std::bad_alloc{};
}

std::optional<IndexEntry> RecordIndex::add(char const* record, char const* end) {
  if (unsorted_) return std::nullopt;
  auto const place = read_record_place(kind_, record, end);
  if (!enter_place(place)) return std::nullopt;
  IndexEntry const entry{contig_id_, place.pos - 1, place.pos - 1 + place.size};
  if (entry.end > index_span(depth_)) refuse(place);
  return entry;
}

/// False, and unsorted() is set, if the place is out of order.
bool RecordIndex::enter_place(RecordPlace const& place) {
  bool const goes_on = kind_ == RecordKind::bcf ? place.contig_id == contig_id_
                                                : contig_id_ >= 0 && place.contig == names_.back();
  bool const is_in_order = goes_on ? place.pos >= pos_ : enter_contig(place);
  if (!is_in_order) {
    unsorted_ = {contig_name(place), place.pos, pos_, !goes_on};
    return false;
  }
  pos_ = place.pos;
  return true;
}

/// False if the contig has been there before.
bool RecordIndex::enter_contig(RecordPlace const& place) {
  if (kind_ == RecordKind::bcf) {
    auto const id = static_cast<std::size_t>(place.contig_id);
    if (place.contig_id < 0 || id >= has_contig_.size()) {
      throw std::logic_error{"a record is of a contig that the header does not have"};
    }
    if (has_contig_[id]) return false;
    has_contig_[id] = true;
    contig_id_ = place.contig_id;
    return true;
  }
  auto const id = static_cast<std::int32_t>(names_.size());
  if (!ids_.emplace(place.contig, id).second) return false;
  names_.emplace_back(place.contig);
  contig_id_ = id;
  return true;
}

std::string RecordIndex::contig_name(RecordPlace const& place) const {
  return kind_ == RecordKind::bcf ? contigs_[static_cast<std::size_t>(place.contig_id)].name
                                  : std::string{place.contig};
}

void RecordIndex::refuse(RecordPlace const& place) const {
  auto const name = contig_name(place);
  if (format_ == IndexFormat::tbi) {
    throw InputError{fmt::format("{}:{}: a TBI index holds positions up to {}: give --index csi",
                                 name, place.pos, index_span(tbi_depth))};
  }
  throw InputError{
      fmt::format("{}:{} lies far beyond the end of every contig: correct the lengths of contigs",
                  name, place.pos)};
}

void RecordIndex::append(IndexRuns const& part, std::uint64_t offset) {
  for (auto const& run : part.runs) {
    if (unsorted_) return;
    RecordPlace place{
        {}, run.first.contig_id, run.first.begin + 1, run.first.end - run.first.begin};
    if (kind_ == RecordKind::vcf) {
      place.contig = part.names.at(static_cast<std::size_t>(run.first.contig_id));
    }
    if (!enter_place(place)) return;
    IndexEntry const entry{contig_id_, run.first.begin, run.first.end};
    for (std::uint64_t k = 0; k < run.count; ++k) push(entry, run.end_offset + (offset << 16));
  }
  if (!part.runs.empty()) pos_ = part.last_pos;
}

void RecordIndex::push(IndexEntry const& entry, std::uint64_t end_offset) {
  if (keeps_runs_) {
    for (auto k = runs_.names.size(); k < names_.size(); ++k) runs_.names.push_back(names_[k]);
    runs_.add(entry, end_offset);
    return;
  }
  int id = entry.contig_id;
  if (kind_ == RecordKind::vcf) {
    // Enters the name when a contig begins.
    id = ::hts_idx_tbi_name(index_.get(), id, names_[static_cast<std::size_t>(id)].c_str());
    if (id < 0) throw std::bad_alloc{};
  }
  if (::hts_idx_push(index_.get(), id, entry.begin, entry.end, end_offset, 1) < 0) {
    MemoryFile::fail();
  }
}

void RecordIndex::finish(std::uint64_t end_offset) {
  if (keeps_runs_) return;
  if (::hts_idx_finish(index_.get(), end_offset) != 0) MemoryFile::fail();
}

void RecordIndex::write(OutputFile& output) {
  assert(index_ && !unsorted_);
  // htslib writes to a path only.
  MemoryFile const file;
  if (::hts_idx_save_as(index_.get(), nullptr, file.path().c_str(),
                        format_ == IndexFormat::tbi ? HTS_FMT_TBI : HTS_FMT_CSI) != 0) {
    MemoryFile::fail();
  }
  file.copy_to(output);
}

}  // namespace hapmill
