#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "support/listed_path.hpp"

namespace hapmill {

/// A FASTA file and its indexes, of which `.gzi` is only there where it is compressed.
struct ReferencePaths {
  InputPath fasta;
  InputPath fai;
  InputPath gzi;
};

/// A FASTA file, as it is or compressed by bgzip, read by its index (`.fai`, and `.gzi` where it is
/// compressed). Several threads may read at once, each by a reader of its own, which holds one
/// window of bases.
class ReferenceSequence {
 public:
  class Reader;
  /// A reader for the thread that borrows it; goes back by itself.
  class Loan {
   public:
    explicit Loan(ReferenceSequence const& sequence);
    ~Loan();
    Loan(Loan const&) = delete;
    Loan& operator=(Loan const&) = delete;

    /// The bases from `pos` (from 1) on, upper case; fewer than `size` where the contig ends, none
    /// where the file does not have it. Valid until the next call. Throws InputError where the file
    /// cannot be read.
    std::string_view bases(std::string_view contig, std::uint32_t pos, std::size_t size);

   private:
    ReferenceSequence const& sequence_;
    std::unique_ptr<Reader> reader_;
  };

  /// Throws InputError: no file, no index, an index that cannot be read.
  explicit ReferenceSequence(ReferencePaths paths);
  ~ReferenceSequence();

  std::string const& path() const { return paths_.fasta.text(); }

 private:
  std::unique_ptr<Reader> take() const;
  void give_back(std::unique_ptr<Reader> reader) const;

  ReferencePaths paths_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Reader>> idle_;
};

}  // namespace hapmill
