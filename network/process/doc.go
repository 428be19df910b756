// SPDX-License-Identifier: Apache-2.0

// Package process starts, finds and stops the native processes of a network.
//
// # Invariants
//
//   - A process outlives the runner that started it: it has a session of its
//     own, no terminal, and its output goes to its log file, which is appended to.
//   - A process is known by its number and the moment it started, both in its
//     PID file, so a number that the system has given to another program is
//     never signalled.
//   - [Process.Stop] returns when the process is gone, not when it was asked to
//     go: whoever starts it anew finds its database unlocked, and of a child of
//     the runner not even its number is left.
//   - A node gets no CORE_, ORDERER_ or proxy variable of the user's shell; its
//     environment is what its [Spec] says, and PATH and HOME.
//   - An error names the node, the cause, the log file and its last lines.
package process
