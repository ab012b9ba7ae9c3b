#include "dialects/reference_sequence.hpp"

#include <fmt/format.h>
#include <htslib/faidx.h>
#include <htslib/hts_log.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <utility>

#include "hapmill/model/allele_rules.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

struct DestroyIndex {
  void operator()(faidx_t* index) const { ::fai_destroy(index); }
};
struct FreeText {
  void operator()(char* text) const { std::free(text); }
};

std::string first_bytes(std::string const& path) {
  std::ifstream file{path, std::ios::binary};
  std::string bytes(18, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

/// htslib would read a FASTA file of gzip, or without `.gzi`, from its start each time, or not at
/// all. Its indexes are for its owner to make.
void check_files(ReferencePaths const& paths) {
  std::string const& path = paths.fasta.text();
  if (::access(path.c_str(), R_OK) != 0) {
    throw InputError{fmt::format("{}: {}", path, std::strerror(errno))};
  }
  std::string const& index = paths.fai.text();
  if (::access(index.c_str(), R_OK) != 0) {
    throw InputError{
        fmt::format("{} has no index {}: make it with `samtools faidx {}`", path, index, path)};
  }
  std::string const bytes = first_bytes(path);
  if (!bytes.starts_with("\x1F\x8B")) return;
  bool const is_bgzf = bytes.size() == 18 && bytes.compare(12, 2, "BC") == 0;
  if (is_bgzf && ::access(paths.gzi.text().c_str(), R_OK) == 0) return;
  throw InputError{fmt::format(
      "{} is compressed {}: `bgzip` compresses it so that it can be read in places, and `samtools "
      "faidx` makes both of its indexes, .fai and .gzi",
      path, is_bgzf ? "and has no index .gzi" : "by gzip")};
}

}  // namespace

class ReferenceSequence::Reader {
 public:
  explicit Reader(ReferencePaths const& paths)
      : path_{paths.fasta.text()},
        index_{::fai_load3(path_.c_str(), paths.fai.text().c_str(), paths.gzi.text().c_str(), 0)} {
    if (!index_) {
      throw InputError{
          fmt::format("{}: this FASTA file or its index cannot be read; `samtools faidx {}` makes "
                      "the index anew",
                      path_, path_)};
    }
  }

  std::string_view bases(std::string_view contig, std::uint32_t pos, std::size_t size) {
    std::uint64_t const begin = std::uint64_t{pos} - 1;
    if (contig != contig_) {
      contig_ = contig;
      int const has_contig = ::faidx_has_seq(index_.get(), contig_.c_str());
      contig_size_ =
          has_contig == 0
              ? 0
              : static_cast<std::uint64_t>(::faidx_seq_len(index_.get(), contig_.c_str()));
      window_.clear();
    }
    if (begin >= contig_size_) return {};
    std::uint64_t const end = std::min(begin + size, contig_size_);
    if (begin < window_begin_ || end > window_begin_ + window_.size()) {
      read_window(begin, std::min(std::max(end, begin + window_bases), contig_size_));
    }
    return std::string_view{window_}.substr(begin - window_begin_, end - begin);
  }

 private:
  static constexpr std::uint64_t window_bases = 16U << 10;

  void read_window(std::uint64_t begin, std::uint64_t end) {
    hts_pos_t size = 0;
    std::unique_ptr<char, FreeText> const text{
        ::faidx_fetch_seq64(index_.get(), contig_.c_str(), static_cast<hts_pos_t>(begin),
                            static_cast<hts_pos_t>(end - 1), &size)};
    if (!text || static_cast<std::uint64_t>(size) != end - begin) {
      throw InputError{fmt::format(
          "{}: bases {} to {} of {} cannot be read: the file is cut short, or its index is of "
          "another file",
          path_, begin + 1, end, contig_)};
    }
    window_.assign(text.get(), static_cast<std::size_t>(size));
    std::transform(window_.begin(), window_.end(), window_.begin(), to_upper);
    window_begin_ = begin;
  }

  std::string const& path_;
  std::unique_ptr<faidx_t, DestroyIndex> index_;
  std::string contig_;
  std::uint64_t contig_size_ = 0;
  std::string window_;
  std::uint64_t window_begin_ = 0;
};

ReferenceSequence::ReferenceSequence(ReferencePaths paths) : paths_{std::move(paths)} {
  ::hts_set_log_level(HTS_LOG_OFF);
  check_files(paths_);
  idle_.push_back(std::make_unique<Reader>(paths_));
}

ReferenceSequence::~ReferenceSequence() = default;

std::unique_ptr<ReferenceSequence::Reader> ReferenceSequence::take() const {
  {
    std::lock_guard const lock{mutex_};
    if (!idle_.empty()) {
      auto reader = std::move(idle_.back());
      idle_.pop_back();
      return reader;
    }
  }
  return std::make_unique<Reader>(paths_);
}

void ReferenceSequence::give_back(std::unique_ptr<Reader> reader) const {
  std::lock_guard const lock{mutex_};
  idle_.push_back(std::move(reader));
}

ReferenceSequence::Loan::Loan(ReferenceSequence const& sequence)
    : sequence_{sequence}, reader_{sequence.take()} {}

ReferenceSequence::Loan::~Loan() { sequence_.give_back(std::move(reader_)); }

std::string_view ReferenceSequence::Loan::bases(std::string_view contig, std::uint32_t pos,
                                                std::size_t size) {
  return reader_->bases(contig, pos, size);
}

}  // namespace hapmill
