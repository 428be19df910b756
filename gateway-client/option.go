// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Deadlines bound the phases of a transaction. Each attempt at a phase has the whole time.
type Deadlines struct {
	Evaluate, Endorse, Submit, Commit time.Duration
}

// DefaultDeadlines are the ones that Fabric's samples use.
var DefaultDeadlines = Deadlines{Evaluate: 5 * time.Second, Endorse: 15 * time.Second, Submit: 5 * time.Second, Commit: time.Minute}

// Option sets up one call.
type Option func(*options) error

type options struct {
	channel       string
	chaincode     string
	reference     string
	organisations []string
	signer        *Identity
	deadlines     Deadlines
	retries       Retries
}

// with applies options to a copy.
func (o options) with(opts []Option) (options, error) {
	for _, opt := range opts {
		if err := opt(&o); err != nil {
			return o, err
		}
	}
	return o, nil
}

// Reference names the transaction in the client's own books. The chaincode applies one (MSP, party, reference) once: calling
// again with the same reference and request answers the first result. Without it a random one is taken.
func Reference(reference string) Option {
	return func(o *options) error {
		if err := protocol.Reference(reference).Validate(); err != nil {
			return err
		}
		o.reference = reference
		return nil
	}
}

// EndorsingOrganisations names the MSP identifiers of those that endorse; nobody else is sent the proposal. Without it a
// request that is a [protocol.Witnessed] names them itself, as private deals between some members do, and of any other call
// the gateway chooses them.
func EndorsingOrganisations(msps ...string) Option {
	return func(o *options) error {
		if len(msps) == 0 || slices.Contains(msps, "") {
			return errors.New("endorsing organisations: name at least one MSP identifier, and no empty one")
		}
		o.organisations = slices.Clone(msps)
		return nil
	}
}

// AtPeer has a query answered by a peer of the named organisation instead of the connected member's own.
func AtPeer(msp string) Option {
	return EndorsingOrganisations(msp)
}

// OnChannel sends the call to another channel than the profile's.
func OnChannel(channel string) Option {
	return func(o *options) error {
		if channel == "" {
			return errors.New("channel: the name is empty")
		}
		o.channel = channel
		return nil
	}
}

// AtChaincode calls a chaincode that is deployed under another name than its endpoints state.
func AtChaincode(name string) Option {
	return func(o *options) error {
		if name == "" {
			return errors.New("chaincode: the name is empty")
		}
		o.chaincode = name
		return nil
	}
}

// EvaluateTimeout bounds a query; default 5 s.
func EvaluateTimeout(d time.Duration) Option {
	return deadline(d, func(o *options) *time.Duration { return &o.deadlines.Evaluate })
}

// EndorseTimeout bounds the collection of endorsements; default 15 s.
func EndorseTimeout(d time.Duration) Option {
	return deadline(d, func(o *options) *time.Duration { return &o.deadlines.Endorse })
}

// SubmitTimeout bounds handing over to the orderers; default 5 s.
func SubmitTimeout(d time.Duration) Option {
	return deadline(d, func(o *options) *time.Duration { return &o.deadlines.Submit })
}

// CommitTimeout bounds the time from the first submission until a block tells; default 60 s.
func CommitTimeout(d time.Duration) Option {
	return deadline(d, func(o *options) *time.Duration { return &o.deadlines.Commit })
}

func deadline(d time.Duration, field func(*options) *time.Duration) Option {
	return func(o *options) error {
		if d <= 0 {
			return fmt.Errorf("timeout %s is not positive", d)
		}
		*field(o) = d
		return nil
	}
}

// Retry replaces how often the call is tried again; see [DefaultRetries].
func Retry(retries Retries) Option {
	return func(o *options) error {
		if retries.Conflicts < 0 || retries.Endorsements < 0 || retries.Pause < 0 || retries.PauseMax < retries.Pause {
			return errors.New("retries: negative, or the longest pause is shorter than the first")
		}
		o.retries = retries
		return nil
	}
}
