// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// ModuleName is the name of a chaincode on the channel.
type ModuleName string

// moduleForm is Fabric's form of chaincode names (core/chaincode/lifecycle, ChaincodeNameRegExp), bounded in length.
var moduleForm = regexp.MustCompile(`^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$`)

// Validate refuses what Fabric would not accept as the name of a chaincode.
func (n ModuleName) Validate() error {
	if len(n) > 64 || !moduleForm.MatchString(string(n)) {
		return fmt.Errorf("chaincode name %q is not letters and digits with single dashes or underscores between", protocol.Excerpt(string(n)))
	}
	return nil
}

// Key is the module's place in a table.
func (n ModuleName) Key() []string { return []string{string(n)} }

// ModuleOperation is a way in which a module may debit.
type ModuleOperation string

// The ways in which a module may debit or free money.
const (
	// ByHold executes holds whose notary is the module, in full.
	ByHold ModuleOperation = "HOLD"
	// ByRelease releases holds whose notary is the module.
	ByRelease ModuleOperation = "RELEASE"
	// ByMandate uses mandates granted to the module.
	ByMandate ModuleOperation = "MANDATE"
	// ByConsent relies on the exact legs in the signed arguments of the payer's own transaction.
	ByConsent ModuleOperation = "CONSENT"
	// ByOwnership debits the module's own accounts.
	ByOwnership ModuleOperation = "OWN"
)

// Validate refuses an unknown operation.
func (o ModuleOperation) Validate() error {
	switch o {
	case ByHold, ByRelease, ByMandate, ByConsent, ByOwnership:
		return nil
	default:
		return fmt.Errorf("operation %q is not HOLD, RELEASE, MANDATE, CONSENT or OWN", protocol.Excerpt(string(o)))
	}
}

// Module is a chaincode that the members let settle through cash, and how far.
type Module struct {
	Name       ModuleName        `json:"name" help:"name of the chaincode"`
	Operations []ModuleOperation `json:"operations" help:"ways in which it may debit: HOLD, RELEASE, MANDATE, CONSENT, OWN"`
	// Caps name each currency that it may use and the most that one leg may move in it.
	Caps []money.Money `json:"caps" help:"the most of one leg, for each currency that it may use"`
	// EntryPoints are the functions of the chaincode in which a settlement may begin.
	EntryPoints []string `json:"entryPoints" help:"functions in which a settlement may begin"`
	// Paused modules settle nothing.
	Paused bool `json:"paused,omitzero"`
}

// Validate refuses modules that may do nothing, and terms stated twice.
func (m Module) Validate() error {
	if len(m.Operations) == 0 || len(m.Caps) == 0 || len(m.EntryPoints) == 0 {
		return errors.New("operations, caps and entryPoints each need at least one item")
	}
	if len(m.Operations) > 8 || len(m.Caps) > 256 || len(m.EntryPoints) > 256 {
		return errors.New("operations, caps or entryPoints have too many items")
	}
	for _, operation := range m.Operations {
		if err := operation.Validate(); err != nil {
			return err
		}
	}
	for i, limit := range m.Caps {
		if err := positive(limit); err != nil {
			return fmt.Errorf("caps: %w", err)
		}
		if slices.IndexFunc(m.Caps, in(limit.Currency)) < i {
			return fmt.Errorf("caps name %s twice", limit.Currency)
		}
	}
	for _, function := range m.EntryPoints {
		if err := protocol.ValidateName("entry point", function); err != nil {
			return err
		}
	}
	return m.Name.Validate()
}

func in(currency money.Currency) func(money.Money) bool {
	return func(m money.Money) bool { return m.Currency == currency }
}

// ModuleRequest registers a module under a resolution, or replaces its terms.
type ModuleRequest struct {
	protocol.Governed
	Module Module `json:"module" help:"the chaincode and what it may do"`
}

// Validate refuses malformed modules.
func (r ModuleRequest) Validate() error {
	return errors.Join(r.Governed.Validate(), r.Module.Validate())
}

// PauseRequest pauses or resumes a module under a resolution.
type PauseRequest struct {
	protocol.Governed
	Module ModuleName `json:"module" help:"name of the chaincode"`
}

// Validate refuses malformed names.
func (r PauseRequest) Validate() error {
	return errors.Join(r.Governed.Validate(), r.Module.Validate())
}

// Register makes new terms, or replaces those before. A paused module stays paused: only ResumeModule lets it run again,
// and not a resolution on its terms that was adopted before it was paused.
func (m Module) Register(before *Module) (Module, []protocol.Event) {
	m.Paused = m.Paused || before != nil && before.Paused
	return m, []protocol.Event{m.event()}
}

// Pause stops or resumes a module. Faults: MODULE_PAUSED, MODULE_RUNNING.
func (m Module) Pause(pause bool) (Module, []protocol.Event, error) {
	switch {
	case m.Paused && pause:
		return m, nil, ModulePaused.New("module %s is paused already", m.Name)
	case !m.Paused && !pause:
		return m, nil, ModuleRunning.New("module %s is not paused", m.Name)
	}
	m.Paused = pause
	return m, []protocol.Event{m.event()}, nil
}

func (m Module) event() protocol.Event {
	return ModuleChanged.Of(string(m.Name), ModuleEvent{Paused: m.Paused})
}

// admits decides whether a settlement may begin at an entry point. Faults: MODULE_PAUSED, MODULE_LIMIT.
func (m Module) admits(entryPoint string) error {
	if m.Paused {
		return ModulePaused.New("module %s is paused", m.Name)
	}
	if !slices.Contains(m.EntryPoints, entryPoint) {
		return ModuleLimit.New("module %s may not settle from its function %s", m.Name, protocol.Excerpt(entryPoint))
	}
	return nil
}

// may decides whether the module may move an amount in a way. Faults: MODULE_LIMIT.
func (m Module) may(operation ModuleOperation, amount money.Money) error {
	if !slices.Contains(m.Operations, operation) {
		return ModuleLimit.New("module %s may not debit by %s", m.Name, operation)
	}
	at := slices.IndexFunc(m.Caps, in(amount.Currency))
	if at < 0 {
		return ModuleLimit.New("module %s may not use %s", m.Name, amount.Currency)
	}
	if amount.Amount.Cmp(m.Caps[at].Amount) > 0 {
		return ModuleLimit.New("module %s may move %s a leg, not %s", m.Name, m.Caps[at], amount)
	}
	return nil
}
