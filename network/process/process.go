// SPDX-License-Identifier: Apache-2.0

package process

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/consort-finance/consort/network/await"
)

// Spec says how to run a node.
type Spec struct {
	Name    string   // of the node, such as northbank.peer
	Path    string   // of the program
	Args    []string // without the program's name
	Env     []string // KEY=value, beside PATH, HOME and GOGC
	Dir     string   // working directory
	Log     string   // file that takes standard output and error
	PIDFile string
}

// Process is a node that runs or ran.
type Process struct {
	Spec
	mark mark
	done chan struct{} // closed when a child of ours has ended; nil for others'
}

// PID is the number of the process.
func (p *Process) PID() int { return p.mark.pid }

// Ensure finds the node's process or starts it, and says which it was.
func Ensure(spec Spec) (p *Process, started bool, err error) {
	if p, found := Find(spec); found {
		return p, false, nil
	}
	p, err = Start(spec)
	return p, err == nil, err
}

// Find attaches to the process that the PID file names, if it still runs.
func Find(spec Spec) (*Process, bool) {
	m, err := readMark(spec.PIDFile)
	if err != nil || !m.alive() {
		return nil, false
	}
	p := &Process{Spec: spec, mark: m}
	if done, ours := children.Load(m.pid); ours {
		p.done = done.(chan struct{})
	}
	return p, true
}

// children are the processes that this runner started and has not reaped yet, by number: channels that are closed when it
// has. Until then the number is not given to another process.
var children sync.Map

// Start runs the node detached from the runner.
func Start(spec Spec) (*Process, error) {
	for _, file := range []string{spec.Log, spec.PIDFile} {
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return nil, spec.Fail(err)
		}
	}
	log, err := os.OpenFile(spec.Log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, spec.Fail(err)
	}
	defer log.Close()
	cmd := spec.command(log)
	if err := startPrivately(cmd); err != nil {
		return nil, spec.Fail(err)
	}
	return spec.adopt(cmd)
}

// garbage is how far the heap of a node, a Go program, grows before it is collected, in percent: peers of a busy channel
// spend a tenth of their time on it at Go's own 100; at 400 they take three times the memory. The user's GOGC comes first.
const garbage = "200"

// command is the program in a session of its own, with its output in a log.
func (s Spec) command(log *os.File) *exec.Cmd {
	cmd := exec.Command(s.Path, s.Args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.Dir, log, log
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "GOGC=" + cmp.Or(os.Getenv("GOGC"), garbage),
	}, s.Env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return cmd
}

var umask sync.Mutex

// startPrivately has the child make files that only the user may read, whatever
// mode it asks for: fabric-ca leaves one of its keys open to everyone. The mask
// belongs to the whole process, so ours is stricter too for that moment.
func startPrivately(cmd *exec.Cmd) error {
	umask.Lock()
	defer umask.Unlock()
	defer syscall.Umask(syscall.Umask(0o077))
	return cmd.Start()
}

// adopt writes down who the child is before it is waited for: until then its
// number cannot be given to another process, even when it has ended already.
func (s Spec) adopt(cmd *exec.Cmd) (*Process, error) {
	m, err := markOf(cmd.Process.Pid)
	if err == nil {
		err = m.write(s.PIDFile)
	}
	if err != nil {
		_ = cmd.Process.Kill() // nobody could find it again
		_ = cmd.Wait()
		return nil, s.Fail(err)
	}
	p := &Process{Spec: s, mark: m, done: make(chan struct{})}
	children.Store(m.pid, p.done)
	go func() {
		_ = cmd.Wait() // reaps; how it ended is in its log
		children.Delete(m.pid)
		close(p.done)
	}()
	return p, nil
}

// Alive tells whether the process still runs. A child of ours is gone when it is reaped, and not before: until then the
// system still knows its number.
func (p *Process) Alive() bool {
	if p.done == nil {
		return p.mark.alive()
	}
	select {
	case <-p.done:
		return false
	default:
		return true
	}
}

// Stop asks the process to end, ends it by force after the grace period, and
// returns when it is gone. A process that is gone already is no error.
func (p *Process) Stop(ctx context.Context, grace time.Duration) error {
	if err := p.signal(syscall.SIGTERM); err != nil {
		return err
	}
	gentle, cancel := context.WithTimeout(ctx, grace)
	defer cancel()
	if p.awaitEnd(gentle) == nil {
		return p.forget()
	}
	return p.Kill(ctx)
}

// Kill ends the process without warning, as a crash would, and returns when it
// is gone. Drills use it.
func (p *Process) Kill(ctx context.Context) error {
	if err := p.signal(syscall.SIGKILL); err != nil {
		return err
	}
	force, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := p.awaitEnd(force); err != nil {
		return p.Fail(fmt.Errorf("process %d survived SIGKILL: %w", p.PID(), err))
	}
	return p.forget()
}

func (p *Process) signal(s syscall.Signal) error {
	if !p.Alive() {
		return nil
	}
	if err := syscall.Kill(p.PID(), s); err != nil && !errors.Is(err, syscall.ESRCH) {
		return p.Fail(fmt.Errorf("signal process %d: %w", p.PID(), err))
	}
	return nil
}

func (p *Process) awaitEnd(ctx context.Context) error {
	return await.Success(ctx, 5*time.Millisecond, func(context.Context) error {
		if p.Alive() {
			return errors.New("still running")
		}
		return nil
	})
}

func (p *Process) forget() error {
	if err := os.Remove(p.PIDFile); err != nil && !errors.Is(err, os.ErrNotExist) {
		return p.Fail(err)
	}
	return nil
}
