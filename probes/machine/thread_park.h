#pragma once

#include <chrono>

#include <sys/types.h>

namespace rackproof {

/// Number of the calling thread, for park_thread().
[[nodiscard]] pid_t this_thread_number();

/// Takes a hung thread of this process out of service for good: it never again runs a line of its
/// own, so that what it used may be destroyed. It is sent a signal (SIGRTMAX - 1, whose action is
/// taken over for the rest of the process) whose handler never returns; a thread that hangs inside
/// the kernel enters the handler before anything else, should it ever come back. What the thread
/// holds (memory, locks, its handle) is left with it until the process ends.
///
/// A running thread may own the allocator's lock, so it is given until `patience` to be seen
/// asleep and is stopped wherever it is only then. False when there is no such thread.
bool park_thread(pid_t number, std::chrono::milliseconds patience);

}  // namespace rackproof
