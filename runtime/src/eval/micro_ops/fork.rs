//! The same moment twice: something is tried in a copy of the process, which is then thrown away.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::FromRawFd;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How long a copy may take, in seconds, before the system ends it.
const TIMEOUT: u32 = 60;

/// A copy of the process, and where it writes to.
struct Copy {
    id: libc::pid_t,
    reader: File,
}

/// A copy that calls `attempt`, and ends.
fn start(attempt: impl FnOnce() -> String) -> Copy {
    let mut ends = [0; 2];
    // SAFETY: two file descriptors are written.
    assert_eq!(unsafe { libc::pipe(ends.as_mut_ptr()) }, 0, "{}", std::io::Error::last_os_error());
    // SAFETY: the descriptors are new, and each gets one owner.
    let (reader, mut writer) = unsafe { (File::from_raw_fd(ends[0]), File::from_raw_fd(ends[1])) };
    // SAFETY: no other thread runs, so that no lock is held for ever in the copy.
    let id = unsafe { libc::fork() };
    assert!(id >= 0, "{}", std::io::Error::last_os_error());
    if id == 0 {
        // SAFETY: the copy may end itself.
        unsafe { libc::alarm(TIMEOUT) };
        let said = catch_unwind(AssertUnwindSafe(attempt));
        let written = said.is_ok_and(|text| writer.write_all(text.as_bytes()).is_ok());
        // SAFETY: nothing of the copy is to be cleaned up: it all belongs to the original.
        unsafe { libc::_exit(i32::from(!written)) };
    }
    Copy { id, reader }
}

/// What a copy has to say, once it has ended.
fn wait(mut copy: Copy) -> Result<String, String> {
    let mut said = String::new();
    let read = copy.reader.read_to_string(&mut said);
    let mut status = 0;
    // SAFETY: the child is our own, and nobody else waits for it.
    let ended = unsafe { libc::waitpid(copy.id, &raw mut status, 0) };
    assert_eq!(ended, copy.id, "{}", std::io::Error::last_os_error());
    if libc::WIFSIGNALED(status) {
        return Err(format!("ended by signal {}", libc::WTERMSIG(status)));
    }
    match (libc::WEXITSTATUS(status), read) {
        (0, Ok(_)) => Ok(said),
        (0, Err(error)) => Err(error.to_string()),
        (status, _) => Err(format!("ended with status {status}")),
    }
}

/// What `attempt` says in each of `count` copies of this process, which have every object at the same address, and
/// memory for new ones as well: nothing is allocated between the first copy and the last. How a copy ended is the
/// error, if it did not get so far. To be called where no other thread runs.
pub(super) fn in_copies(
    count: usize,
    mut attempt: impl FnMut(usize) -> String,
) -> Vec<Result<String, String>> {
    let mut copies = Vec::with_capacity(count);
    for index in 0..count {
        copies.push(start(|| attempt(index)));
    }
    copies.into_iter().map(wait).collect()
}
